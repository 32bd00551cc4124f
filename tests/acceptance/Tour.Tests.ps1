# From a key to its verified record, interactively and by script, in real pwsh and against real BIND.

BeforeDiscovery {
    $NoBind = -not (Test-Path /usr/sbin/named)
    $Commands = (Import-PowerShellDataFile "$PSScriptRoot/../../OpteriusDkim.psd1").CmdletsToExport
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $Manifest = (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path
    Import-Module $Manifest -Force
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    $env:NO_COLOR = '1'

    # Every line of base64 in a private key.
    function Get-Secret {
        param([string] $Path)
        Get-Content $Path | Where-Object { $_ -notlike '-----*' }
    }
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'A key and its record' {
    BeforeAll {
        $sandbox = New-Sandbox "$TestDrive/key"
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $key = New-DkimKey example.com
    }

    It 'is created under the default name, with 2048 bits' {
        $key.DnsName | Should -Be 'mail._domainkey.example.com'
        $key.Algorithm | Should -Be 'Rsa'
        $key.KeySize | Should -Be 2048
        $key.PrivateKeyPath | Should -Be "$($sandbox.Keys)/example.com/mail.private"
        (Get-Item $key.PrivateKeyPath).UnixMode | Should -Be '-rw-------'
    }

    It 'is shown with the record as four labelled lines' {
        $shown = $key | Out-String -Width 1000
        $shown | Should -Match 'Name:  mail\._domainkey\.example\.com\r?\nType:  TXT\r?\nTTL:   3600\r?\nValue: "v=DKIM1'
        $shown.Contains("Value: $($key.Record.Value)") | Should -BeTrue
    }

    It 'never shows the private part' {
        $all = @(
            $key | ConvertTo-Json -Depth 10
            $key | Format-List * -Force | Out-String
            $key | Get-Member -Force | Out-String
            [System.Management.Automation.PSSerializer]::Serialize($key, 10)
        ) -join "`n"
        $all | Should -Not -Match 'PRIVATE KEY'
        foreach ($line in Get-Secret $key.PrivateKeyPath) {
            $all.Contains($line) | Should -BeFalse
        }
    }

    It 'leaves nothing of the private part in a transcript' {
        $transcript = "$TestDrive/transcript.txt"
        pwsh -NoProfile -Command "
            `$null = Start-Transcript '$transcript'
            Import-Module '$Manifest'
            New-DkimKey transcript.example -ConfigurationPath '$($sandbox.Configuration)' -Verbose -Debug
            New-DkimKey transcript.example -ConfigurationPath '$($sandbox.Configuration)' -Verbose
            Get-DkimKey transcript.example -ConfigurationPath '$($sandbox.Configuration)' | Format-List *
            Get-Error
            `$null = Stop-Transcript" *> $null
        $text = Get-Content -Raw $transcript
        $text | Should -Match 'transcript\.example'
        $text | Should -Match 'KeyExists'
        $text | Should -Not -Match 'PRIVATE KEY'
        foreach ($line in Get-Secret "$($sandbox.Keys)/transcript.example/mail.private") {
            $text.Contains($line) | Should -BeFalse
        }
    }

    It 'has its record in the form of each provider' {
        (Get-DkimRecord example.com).Name | Should -Be 'mail._domainkey.example.com'
        (Get-DkimRecord example.com -Provider Bind).Name | Should -Be 'mail._domainkey.example.com.'
        (Get-DkimRecord example.com -Provider PlainText).Value | Should -Be ((Get-DkimRecord example.com).Strings -join '')
    }

    It 'feeds the next command by its properties' {
        ($key | Get-DkimRecord).DnsName | Should -Be 'mail._domainkey.example.com'
        ($key | Get-DkimKey).Fingerprint | Should -Be $key.Fingerprint
        $made = [pscustomobject]@{ Domain = 'piped.example'; Selector = 's1' } | New-DkimKey
        $made.DnsName | Should -Be 's1._domainkey.piped.example'
        { $made | Remove-DkimKey -Confirm:$false -ErrorAction Stop } | Should -Not -Throw
        Test-Path $made.PrivateKeyPath | Should -BeFalse
    }

    It 'is created for each line of a CSV file, and a bad line does not stop the rest' {
        @'
Domain,Selector
one.example,mail
not a domain!,mail
two.example,2026
'@ | Set-Content "$TestDrive/domains.csv"
        $made = Import-Csv "$TestDrive/domains.csv" | New-DkimKey -Algorithm Ed25519 -WarningAction Ignore -ErrorVariable failed -ErrorAction SilentlyContinue
        $made.DnsName | Sort-Object | Should -Be '2026._domainkey.two.example', 'mail._domainkey.one.example'
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'InvalidDomain,*'
    }

    It 'is not written by -WhatIf' {
        $before = Get-Tree $sandbox.Root
        $result = New-DkimKey whatif.example -WhatIf
        $result | Should -BeNullOrEmpty
        New-DkimKey example.com -Force -WhatIf | Should -BeNullOrEmpty
        Remove-DkimKey example.com mail -WhatIf | Should -BeNullOrEmpty
        Get-Tree $sandbox.Root | Should -Be $before
    }

    It 'can be selected from many' {
        $fresh = New-Sandbox "$TestDrive/first"
        $first = 1..40 | ForEach-Object { "d$_.example" } |
            New-DkimKey -Algorithm Ed25519 -WarningAction Ignore -ConfigurationPath $fresh.Configuration | Select-Object -First 1
        $first | Should -HaveCount 1
        Get-ChildItem $fresh.Root -Recurse -Force -Filter '*.dkim-tmp' | Should -BeNullOrEmpty
        Get-ChildItem "$($fresh.State)/locks" -Force | Should -BeNullOrEmpty
        $keys = Get-DkimKey -ConfigurationPath $fresh.Configuration -ErrorAction Stop
        $keys.Domain | Should -Contain $first.Domain
        foreach ($key in $keys) {
            [System.IO.Path]::ChangeExtension($key.PrivateKeyPath, '.txt') | Should -Exist
        }
    }
}

Describe 'An error' {
    BeforeAll {
        $sandbox = New-Sandbox "$TestDrive/errors"
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $null = New-DkimKey example.com
    }

    It 'has an id, a category, a target and advice: <Command>' -ForEach @(
        @{ Command = 'New-DkimKey example.com'; Id = 'KeyExists'; Category = 'ResourceExists'; Target = '*/keys/example.com/mail.private' }
        @{ Command = 'New-DkimKey "not a domain"'; Id = 'InvalidDomain'; Category = 'InvalidArgument'; Target = 'not a domain' }
        @{ Command = 'Get-DkimKey none.example'; Id = 'NotConfigured'; Category = 'ObjectNotFound'; Target = 'none.example' }
        @{ Command = 'Get-DkimRecord example.com -Provider Nobody'; Id = 'UnknownProvider'; Category = 'InvalidArgument'; Target = 'Nobody' }
    ) {
        $record = try { Invoke-Expression "$Command -ErrorAction Stop" } catch { $_ }
        $record | Should -BeOfType System.Management.Automation.ErrorRecord
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $record.CategoryInfo.Category | Should -Be $Category
        "$($record.TargetObject)" | Should -BeLike $Target
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

Describe 'Tab completion' {
    BeforeAll {
        $sandbox = New-Sandbox "$TestDrive/completion"
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $null = New-DkimKey example.com mail -Algorithm Ed25519 -WarningAction Ignore
        $null = New-DkimKey example.com spring -Algorithm Ed25519 -WarningAction Ignore
        $null = New-DkimKey example.org autumn -Algorithm Ed25519 -WarningAction Ignore

        function Complete {
            param([string] $Line)
            [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText
        }
    }

    It 'offers the domains of the store' {
        Complete "Get-DkimKey -ConfigurationPath '$($sandbox.Configuration)' -Domain ex" | Should -Be 'example.com', 'example.org'
    }

    It 'offers the selectors of the domain on the line' {
        Complete "Get-DkimKey -ConfigurationPath '$($sandbox.Configuration)' -Domain example.com -Selector " | Should -Be 'mail', 'spring'
        Complete "Test-DkimDns example.org -ConfigurationPath '$($sandbox.Configuration)' -Selector au" | Should -Be 'autumn'
    }

    It 'offers the providers' {
        Complete 'Get-DkimRecord example.com -Provider Cloud' | Should -Be 'Cloudflare'
        Complete 'Get-DkimRecord example.com -Provider ' | Should -Contain 'Bind'
    }
}

Describe 'Help of <_>' -ForEach $Commands {
    It 'has a synopsis, examples and a description of every parameter' {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -Match "^\s*$_"
        $help.examples.example.Count | Should -BeGreaterThan 0
        foreach ($parameter in $help.parameters.parameter) {
            $parameter.description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.name) needs one"
        }
    }
}

Describe 'Verification' -Skip:$NoBind {
    BeforeAll {
        $sandbox = New-Sandbox "$TestDrive/verification"
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $server = Start-NameServer "$TestDrive/named1"
        $other = Start-NameServer "$TestDrive/named2"
        $key = New-DkimKey example.com
        $line = Get-DkimRecord example.com -Provider Bind | ForEach-Object { "$($_.Name) $($_.Ttl) IN TXT $($_.Value)" }
        $wrong = New-DkimKey example.com wrong | Get-DkimRecord -Provider Bind | ForEach-Object { "$($key.DnsName). $($_.Ttl) IN TXT $($_.Value)" }
        Remove-DkimKey example.com wrong -Confirm:$false
    }

    AfterAll {
        Stop-NameServer $server
        Stop-NameServer $other
    }

    BeforeEach {
        Publish-Record $server $line
    }

    It 'shows Not configured without a key' {
        $test = Test-DkimDns none.example.com -Server $server.Address
        $test.Status | Should -Be 'NotConfigured'
        $test.StatusText | Should -BeExactly 'Not configured'
    }

    It 'shows Key generated and advice without a published record' {
        Publish-Record $server @()
        $test = $key | Test-DkimDns -Server $server.Address
        $test.Status | Should -Be 'KeyGenerated'
        $test.StatusText | Should -BeExactly 'Key generated — DNS not verified'
        $test.Findings.Advice -join ' ' | Should -Match '5 to 60 minutes'
        $test.Findings.Advice -join ' ' | Should -Match "dig '@127\.0\.0\.1'"
    }

    It 'shows DNS verified for a record published as shown' {
        $test = $key | Test-DkimDns -Server $server.Address
        $test.Status | Should -Be 'Verified'
        $test.StatusText | Should -BeExactly 'DNS verified'
        $test.Observed | Should -BeExactly $test.Expected
        $test | Out-String | Should -Match 'DNS verified'
    }

    It 'shows DNS mismatch for another published key' {
        Publish-Record $server $wrong
        $test = $key | Test-DkimDns -Server $server.Address
        $test.Status | Should -Be 'Mismatch'
        $test.StatusText | Should -BeExactly 'DNS mismatch'
        $test.Findings.Code | Should -Contain 'DifferentKey'
    }

    It 'queries each of several servers: a wrong answer is a mismatch, a missing one proves nothing' {
        Publish-Record $other $wrong
        $test = Test-DkimDns example.com -Server $server.Address, $other.Address
        $test.Status | Should -Be 'Mismatch'
        $test.Servers.Server | Sort-Object | Should -Be ($server.Address, $other.Address | Sort-Object)
        Publish-Record $other @()
        (Test-DkimDns example.com -Server $server.Address, $other.Address).Status | Should -Be 'KeyGenerated'
        Publish-Record $other $line
        (Test-DkimDns example.com -Server $server.Address, $other.Address).Status | Should -Be 'Verified'
    }

    It 'returns true or false with -Quiet' {
        $answer = Test-DkimDns example.com -Server $server.Address -Quiet
        $answer | Should -BeOfType bool
        $answer | Should -BeTrue
        Publish-Record $server $wrong
        Test-DkimDns example.com -Server $server.Address -Quiet | Should -BeFalse
    }

    It 'accepts the lines of a CSV file, and returns domain and status of each' {
        "Domain`nexample.com`nnone.example.com" | Set-Content "$TestDrive/audit.csv"
        $tests = Import-Csv "$TestDrive/audit.csv" | Test-DkimDns -Server $server.Address | Sort-Object Domain
        $tests.Domain | Should -Be 'example.com', 'none.example.com'
        $tests.Status | Should -Be 'Verified', 'NotConfigured'
    }

    It 'stops querying once enough results were selected' {
        $silent = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
        try {
            $took = Measure-Command {
                'none.example.com', 'example.com' |
                    Test-DkimDns -Server "127.0.0.1:$($silent.Client.LocalEndPoint.Port)" -Timeout 20 | Select-Object -First 1
            }
            $took.TotalSeconds | Should -BeLessThan 10
        }
        finally {
            $silent.Dispose()
        }
    }
}
