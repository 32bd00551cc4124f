# Key records from dig, files and the screen, valid and invalid, in real pwsh.

BeforeDiscovery {
    $NoBind = -not (Test-Path /usr/sbin/named) -or -not (Test-Path /usr/bin/dig)
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    Import-Module (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path -Force
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    $env:NO_COLOR = '1'
    $sandbox = New-Sandbox "$TestDrive/records"
    $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
    $key = New-DkimKey example.com
    $text = $key.Record.Strings -join ''
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'A valid record' {
    It 'reads as the key that it publishes' {
        $record = $text | ConvertFrom-DkimRecord
        $record | Should -HaveCount 1
        $record.IsValid | Should -BeTrue
        $record.KeyType | Should -Be 'rsa'
        $record.KeySize | Should -Be 2048
        $record.PublicKey | Should -BeExactly $key.PublicKey
        $record.Findings | Should -BeNullOrEmpty
    }

    It 'reads from the file next to the key: <_>' -ForEach 'line by line', 'in one piece', 'as an argument' {
        $path = [System.IO.Path]::ChangeExtension($key.PrivateKeyPath, '.txt')
        $record = switch ($_) {
            'line by line' { Get-Content $path | ConvertFrom-DkimRecord }
            'in one piece' { Get-Content -Raw $path | ConvertFrom-DkimRecord }
            'as an argument' { ConvertFrom-DkimRecord (Get-Content $path) }
        }
        $record | Should -HaveCount 1
        $record.Name | Should -Be 'mail._domainkey'
        $record.PublicKey | Should -BeExactly $key.PublicKey
    }

    It 'reads back from the form of each provider' {
        $completions = [System.Management.Automation.CommandCompletion]::CompleteInput('Get-DkimRecord example.com -Provider ', 37, $null).CompletionMatches.CompletionText
        $completions.Count | Should -BeGreaterThan 20
        # ISPConfig's form accepts only the key.
        foreach ($provider in $completions -ne 'ISPConfig') {
            $record = (Get-DkimRecord example.com -Provider $provider).Value | ConvertFrom-DkimRecord
            $record.PublicKey | Should -BeExactly $key.PublicKey -Because $provider
            $record.IsValid | Should -BeTrue -Because $provider
        }
    }

    It 'reads from the object that is published' {
        ($key | Get-DkimRecord | ConvertFrom-DkimRecord).IsValid | Should -BeTrue
        ConvertFrom-DkimRecord $key.Record.Strings | ForEach-Object IsValid | Should -BeTrue
    }
}

Describe 'An invalid record' {
    It 'is reported with code and advice: <Codes>' -ForEach @(
        @{ Change = { '"' + $_ + '"' }; Codes = 'QuotesInValue' }
        @{ Change = { $_ -replace ';', '\;' }; Codes = 'BackslashInValue' }
        @{ Change = { "IN TXT $_" }; Codes = 'ZoneFileSyntax' }
        @{ Change = { $_.Substring(0, 255) }; Codes = 'KeyDataCut' }
        @{ Change = { $_ -replace 'k=rsa', 'k=ed25519' }; Codes = 'KeyTypeMismatch' }
        @{ Change = { $_ -replace 'p=.*' }; Codes = 'SpaceAfterLastSemicolon KeyDataMissing' }
        @{ Change = { $_ -replace 'p=(.*)', 'p=-----BEGIN PUBLIC KEY-----$1-----END PUBLIC KEY-----' }; Codes = 'PemArmour' }
        @{ Change = { 'v=spf1 -all' }; Codes = 'WrongVersion KeyDataMissing' }
    ) {
        $record = ConvertFrom-DkimRecord -Literal ($text | ForEach-Object $Change)
        $record.Findings.Code -join ' ' | Should -Be $Codes
        $record.IsValid | Should -BeFalse
        $shown = ($record | Out-String -Width 100)
        $shown | Should -Match 'Not valid'
        $shown | Should -Match ($Codes -split ' ')[-1]
        $record.Findings.Advice | Should -Not -Contain ''
    }

    It 'does not end a pipeline, and text without a record is an error' {
        $records = 'v=DKIM1; p=', $text, 'a._domainkey TXT "open' | ConvertFrom-DkimRecord -ErrorVariable failed -ErrorAction SilentlyContinue
        $records.IsValid | Should -Be $false, $true
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RecordTextBroken,*'
        { ConvertFrom-DkimRecord ';; no servers could be reached' -ErrorAction Stop } | Should -Throw -ErrorId 'NoRecordInText,*'
    }

    It 'is shown without terminal control characters' {
        $shown = ConvertFrom-DkimRecord -Literal "v=DKIM1; n=`e]0;title`a`e[2J; p=" | Out-String
        $shown | Should -Not -Match "[`e`a]"
        $shown | Should -Match 'CharacterNotPermitted'
    }
}

Describe 'The output of dig' -Skip:$NoBind {
    BeforeAll {
        $server = Start-NameServer "$TestDrive/named"
        $port = ($server.Address -split ':')[-1]
        Publish-Record $server (Get-DkimRecord example.com -Provider Bind | ForEach-Object { "$($_.Name) $($_.Ttl) IN TXT $($_.Value)" })
    }

    AfterAll {
        Stop-NameServer $server
    }

    It 'is read: dig <_>' -ForEach '+short', '+noall +answer', '+multiline', '+comments' {
        $record = dig @($_ -split ' ') '@127.0.0.1' -p $port $key.DnsName TXT | ConvertFrom-DkimRecord
        $record | Should -HaveCount 1
        $record.PublicKey | Should -BeExactly $key.PublicKey
        $record.IsValid | Should -BeTrue
    }

    It 'is read from nslookup and host too' {
        (nslookup -type=TXT "-port=$port" $key.DnsName 127.0.0.1 | ConvertFrom-DkimRecord).PublicKey | Should -BeExactly $key.PublicKey
        (host -t TXT -p $port $key.DnsName 127.0.0.1 | ConvertFrom-DkimRecord).PublicKey | Should -BeExactly $key.PublicKey
    }

    It 'without a record is an error' {
        { dig +short '@127.0.0.1' -p $port none._domainkey.example.com TXT | ConvertFrom-DkimRecord -ErrorAction Stop } | Should -Not -Throw
        { dig '@127.0.0.1' -p $port none._domainkey.example.com TXT | ConvertFrom-DkimRecord -ErrorAction Stop } | Should -Throw -ErrorId 'NoRecordInText,*'
    }
}
