# Output in real pwsh: default views, jobs, mixed output, tables, JSON and CSV, and values to copy.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $Manifest = (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path
    Import-Module $Manifest -Force
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    $env:NO_COLOR = '1'
    $sandbox = New-Sandbox "$TestDrive/views"
    $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
    $new = New-DkimKey example.com
    $null = New-DkimKey example.net -Algorithm Ed25519 -WarningAction Ignore
    # Nothing answers there.
    $nobody = "127.0.0.1:$(Get-FreePort)"

    function Get-Shown {
        param($Object, [int] $Width = 1000)
        # Like a script's output: one Out-Default for all objects.
        $Object | Out-String -Width $Width
    }

    # Objects as received by another process: through the serializer of jobs and remote sessions, with a depth of one.
    function ConvertTo-Received {
        param($Object)
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Object, 1))
    }
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'A record' {
    It 'is four labelled lines with the full name, under its domain' {
        $record = Get-DkimRecord example.com
        Get-Shown $record | Should -Match ('example\.com, selector mail.*\r?\nName:  mail\._domainkey\.example\.com\r?\nType:  TXT\r?\nTTL:   3600\r?\nValue: ' + [regex]::Escape($record.Value))
    }

    It 'has the form of its provider, with the suffix that the provider appends' {
        $shown = Get-Shown (Get-DkimRecord example.com -Provider GoDaddy)
        $shown | Should -Match 'form for GoDaddy'
        $shown | Should -Match '(?m)^Name:  mail\._domainkey\r?$'
        $shown -replace '\s+', ' ' | Should -Match 'GoDaddy appends the zone to the name \(full name: mail\._domainkey\.example\.com\)'
        $shown | Should -Match 'Minimum TTL: 600'
    }

    It 'is distinguished from others by its heading' {
        $shown = Get-Shown (Get-DkimRecord *)
        $shown | Should -Match 'example\.com, selector mail'
        $shown | Should -Match 'example\.net, selector mail'
    }

    It 'has its value in one piece with -AsText, at any width: <_>' -ForEach 40, 80, 120 {
        $value = (Get-DkimRecord example.com).Value
        (Get-DkimRecord example.com -AsText | Out-String -Width $_).Contains("Value: $value") | Should -BeTrue
    }

    It 'has its value in one piece at the console too' {
        $shown = pwsh -NoProfile -Command "Import-Module '$Manifest'; Get-DkimRecord example.com -AsText -ConfigurationPath '$($sandbox.Configuration)'"
        $shown | Should -Contain "Value: $((Get-DkimRecord example.com).Value)"
    }
}

Describe 'A key' {
    It 'is shown with its record when new, and as a line when listed' {
        Get-Shown $new | Should -Match 'Publish this TXT record'
        $shown = Get-Shown (Get-DkimKey)
        $shown | Should -Match 'Domain\s+Selector\s+Key\s+CreatedAt'
        $shown | Should -Match '(?m)^example\.com\s+mail\s+RSA 2048\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ'
        $shown | Should -Not -Match 'Publish|p='
        ($shown.Trim() -split '\r?\n').Count | Should -Be 4
    }

    It 'is complete in a list, and shows domain and selector when wide' {
        Get-DkimKey example.com | Format-List | Out-String -Width 200 | Should -Match 'PrivateKeyPath : .*/example\.com/mail\.private'
        Get-DkimKey example.com | Format-List | Out-String | Should -Not -Match 'Publish'
        Get-DkimKey | Format-Wide | Out-String | Should -Match 'example\.com mail\s+example\.net mail'
    }
}

Describe 'Output of several kinds' {
    It 'stays compact' {
        $output = @(Publish-DkimRecord example.net -WarningAction Ignore; Test-DkimDns example.com -Server $nobody -Timeout 1; Get-DkimRecord example.net)
        $shown = Get-Shown $output
        $shown | Should -Match 'mail\._domainkey\.example\.com  Key generated — DNS not verified'
        $shown | Should -Not -Match '(?m)^(Expected|Servers|Strings|Findings)\s+:'
        [regex]::Matches($shown, [regex]::Escape(($new.PublicKey))).Count | Should -Be 0
    }

    It 'stays short after a table' {
        $shown = Get-Shown @(Get-DkimKey; Test-DkimDns example.com -Server $nobody -Timeout 1)
        $shown | Should -Match 'StatusText\s+: Key generated'
        $shown | Should -Not -Match 'Expected|p='
    }
}

Describe 'A table at 80 columns' {
    It 'has complete headings, even if a path fills the line' {
        $deep = "$TestDrive/$('deep' * 12)"
        New-DkimKey example.com -KeyDirectory $deep | Out-Null
        $heading = (Test-DkimKeyPermission example.com -KeyDirectory $deep | Format-Table | Out-String -Width 80).Trim() -split '\r?\n'
        $heading[0] | Should -Match '^Owner +Group +Mode +Safe +Readable +Findings +Path *$'
    }
}

Describe 'An object that was sent: <Name>' -ForEach @(
    @{ Name = 'New-DkimKey'; Make = { $new } }
    @{ Name = 'Get-DkimKey'; Make = { Get-DkimKey } }
    @{ Name = 'Get-DkimRecord'; Make = { Get-DkimRecord example.com -Provider GoDaddy } }
    @{ Name = 'Test-DkimDns'; Make = { Test-DkimDns example.com -Server $nobody -Timeout 1 } }
    @{ Name = 'Resolve-DkimRecord'; Make = { Resolve-DkimRecord example.com mail -Server $nobody -Timeout 1 } }
    @{ Name = 'ConvertFrom-DkimRecord'; Make = { 'v=DKIM1; h=sha1; p=' | ConvertFrom-DkimRecord } }
    @{ Name = 'Findings'; Make = { ('v=DKIM1; h=sha1; p=' | ConvertFrom-DkimRecord).Findings } }
    @{ Name = 'Get-DkimProvider'; Make = { Get-DkimProvider } }
    @{ Name = 'Get-DkimConfiguration'; Make = { Get-DkimConfiguration } }
    @{ Name = 'Test-DkimKeyPermission'; Make = { Test-DkimKeyPermission example.com } }
    @{ Name = 'Get-DkimStatus'; Make = { Get-DkimStatus -NoDns -WarningAction Ignore } }
) {
    BeforeAll {
        $live = & $Make
        $sent = ConvertTo-Received $live
    }

    It 'is shown as the live one' {
        Get-Shown $sent | Should -BeExactly (Get-Shown $live)
        $sent | Format-Table | Out-String -Width 300 | Should -BeExactly ($live | Format-Table | Out-String -Width 300)
        $sent | Format-Wide | Out-String | Should -BeExactly ($live | Format-Wide | Out-String)
    }

    It 'has names for enumerations, and findings with their codes' {
        foreach ($property in ($live | Select-Object -First 1).PSObject.Properties | Where-Object { $_.Value -is [enum] }) {
            ($sent | Select-Object -First 1).($property.Name) | Should -BeExactly $property.Value.ToString()
        }
        if (($live | Select-Object -First 1).Findings) {
            @($sent)[0].Findings[0].Code | Should -BeExactly @($live)[0].Findings[0].Code
        }
    }

    It 'is complete in JSON, with names' {
        $json = $live | ConvertTo-Json -Depth 5 -WarningVariable cut -WarningAction Ignore
        $cut | Should -BeNullOrEmpty
        $json | Should -Not -Match 'OpteriusDkim\.'
        foreach ($property in ($live | Select-Object -First 1).PSObject.Properties | Where-Object { $_.Value -is [enum] }) {
            $json | Should -Match "`"$($property.Name)`":\s*`"$($property.Value)`""
        }
    }

    It 'has texts in CSV' {
        $live | ConvertTo-Csv | Should -Not -Match 'OpteriusDkim\.|System\.|\[\]'
    }
}

Describe 'A duration or a time' {
    It 'is text in JSON and CSV: a duration of the configuration' {
        Get-DkimConfiguration rotation.drain | ConvertTo-Json | Should -Match '"Value": "7\.00:00:00"'
        Get-DkimConfiguration rotation.drain | ConvertTo-Csv | Select-Object -Last 1 | Should -Match '"7\.00:00:00"'
    }

    It 'has UTC in mixed output and CSV: when a rotation continues' {
        $rotation = [OpteriusDkim.DkimRotation] @{ Domain = 'example.com'; NotBefore = ([datetime] '2026-11-26T16:30:00Z').ToUniversalTime() }
        $sent = ConvertTo-Received $rotation
        foreach ($item in $rotation, $sent) {
            Get-Shown @((Get-DkimConfiguration ttl), $item) | Should -Match 'NotBeforeUtc\s*:\s*2026-11-26 16:30:00Z'
            $item | ConvertTo-Csv | Select-Object -Last 1 | Should -Match '"2026-11-26 16:30:00Z"'
        }
    }
}

Describe 'A real job' {
    It 'returns objects that can be shown and filtered' {
        $job = Start-Job {
            Import-Module $using:Manifest
            Test-DkimDns example.com -Server $using:nobody -Timeout 1 -ConfigurationPath $using:sandbox.Configuration
        }
        $test = $job | Receive-Job -Wait -AutoRemoveJob
        $test | Where-Object Status -eq KeyGenerated | Should -HaveCount 1
        Get-Shown $test | Should -Match 'mail\._domainkey\.example\.com  Key generated'
    }

    It 'survives Export-Clixml' {
        Test-DkimDns example.com -Server $nobody -Timeout 1 | Export-Clixml "$TestDrive/test.xml"
        $test = Import-Clixml "$TestDrive/test.xml"
        $test.Servers[0].Findings[0].Severity | Should -Be 'Warning'
        Get-Shown $test | Should -Match 'Key generated'
    }
}
