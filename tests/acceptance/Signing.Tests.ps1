# Signing in real pwsh: initializing a signer, enabling and disabling, listing, and findings about key files.
# Tables and key files need no daemon; if OpenDKIM and BIND are installed, and root runs the suite, mail is signed.

BeforeDiscovery {
    $NoDaemon = -not (Test-Path /usr/sbin/opendkim) -or -not (Test-Path /usr/sbin/named) -or (id -u) -ne 0
    $NotRoot = (id -u) -ne 0 -or -not (Test-Path /usr/sbin/opendkim)
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    Import-Module (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path -Force
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    $env:NO_COLOR = '1'

    # OpenDKIM accepts no key below /tmp.
    function New-SignerSandbox {
        $root = if ((id -u) -eq 0 -and (Test-Path /srv)) { '/srv' } else { $TestDrive }
        $sandbox = New-Sandbox "$root/opterius-dkim-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
        Set-Content "$($sandbox.Root)/KeyTable" '' -NoNewline
        Set-Content "$($sandbox.Root)/SigningTable" '' -NoNewline
        $null = New-Item -ItemType Directory "$($sandbox.Root)/run"
        @"
UserID opendkim
Mode s
Syslog no
Socket local:$($sandbox.Root)/run/opendkim.sock
PidFile $($sandbox.Root)/run/opendkim.pid
KeyTable $($sandbox.Root)/KeyTable
SigningTable refile:$($sandbox.Root)/SigningTable
"@ | Set-Content "$($sandbox.Root)/opendkim.conf"
        $sandbox
    }
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'Signing without a daemon' {
    BeforeAll {
        $sandbox = New-SignerSandbox
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $null = New-DkimKey example.com
        "# by hand`nmail example.com:mail:$($sandbox.Keys)/example.com/mail.private" | Set-Content "$($sandbox.Root)/KeyTable"
        "*@example.com mail`n*@broken.example another`nplain.example mail" | Set-Content "$($sandbox.Root)/SigningTable"
    }

    AfterAll {
        Remove-Item $sandbox.Root -Recurse -Force
    }

    It 'lists each line with its findings' {
        $entries = Get-DkimSigning
        $entries.Pattern | Should -Be '*@example.com', '*@broken.example', 'plain.example'
        $entries[0].Selector | Should -Be 'mail'
        $entries[0].InStore | Should -BeTrue
        $entries[0].Source | Should -Be "$($sandbox.Root)/SigningTable:1"
        $entries[1].Findings.Code | Should -Contain 'KeyNameUnknown'
        $entries[2].Findings.Code | Should -Contain 'BareDomainInRefile'
    }

    It 'takes a domain from the pipeline' {
        (Get-DkimKey example.com | Get-DkimSigning).Pattern | Should -Be '*@example.com'
    }

    It 'reports that nothing signs for another domain' {
        $null = Get-DkimSigning other.example -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'NothingSigns,*'
    }

    It 'shows the lines that would be removed, and writes nothing' {
        $before = Get-Tree $sandbox.Root
        $shown = pwsh -NoProfile -Command "Import-Module '$PSScriptRoot/../../OpteriusDkim.psd1'; Disable-DkimSigning example.com -WhatIf -ConfigurationPath '$($sandbox.Configuration)'" | Out-String
        $shown | Should -Match 'Stop signing'
        $shown | Should -Match '-\*@example\.com mail'
        Get-Tree $sandbox.Root | Should -Be $before
    }

    It 'refuses a domain without a key, with advice' {
        Enable-DkimSigning other.example -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'NotConfigured,*'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'New-DkimKey -Domain other\.example'
    }

    It 'refuses a table with two names before anything is changed' {
        ln "$($sandbox.Root)/SigningTable" "$($sandbox.Root)/second"
        $keys = Get-Content -Raw "$($sandbox.Root)/KeyTable"
        Disable-DkimSigning example.com -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        Remove-Item "$($sandbox.Root)/second"
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'TableHardLinked,*'
        Get-Content -Raw "$($sandbox.Root)/KeyTable" | Should -Be $keys
    }

    It 'reports a missing configuration' {
        Rename-Item "$($sandbox.Root)/opendkim.conf" away.conf
        try {
            $failed = { Get-DkimSigning } | Should -Throw -ErrorId 'SignerConfigurationMissing,*' -PassThru
        } finally {
            Rename-Item "$($sandbox.Root)/away.conf" opendkim.conf
        }
        $failed.ErrorDetails.RecommendedAction | Should -Match 'signer\.configuration'
    }
}

Describe 'Key files' -Skip:$NotRoot {
    BeforeAll {
        $sandbox = New-SignerSandbox
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $key = New-DkimKey example.com
    }

    AfterAll {
        Remove-Item $sandbox.Root -Recurse -Force
    }

    It 'are created safe' {
        $permissions = Test-DkimKeyPermission example.com
        $permissions.Findings | Should -BeNullOrEmpty
        $permissions.IsSafe | Should -Not -Contain $false
    }

    It 'are checked by path component, and repaired with the smallest change' {
        chmod 0644 $key.PrivateKeyPath
        $wrong = Test-DkimKeyPermission example.com | Where-Object Findings
        $wrong.Path | Should -Be $key.PrivateKeyPath
        $wrong.Mode | Should -Be '0644'
        $wrong.Findings.Code | Should -Be 'KeyOpenToEverybody'
        Repair-DkimKeyPermission example.com -WhatIf
        stat -c %a $key.PrivateKeyPath | Should -Be '644'
        $null = Repair-DkimKeyPermission example.com
        (Test-DkimKeyPermission example.com).Findings | Should -BeNullOrEmpty
        stat -c %a $key.PrivateKeyPath | Should -BeIn '600', '640'
    }
}

Describe 'Signing with OpenDKIM and BIND' -Skip:$NoDaemon {
    BeforeAll {
        $sandbox = New-SignerSandbox
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $server = Start-NameServer "$TestDrive/named"
        $running = @{}
        $settings = Get-Content -Raw $sandbox.Configuration | ConvertFrom-Json -AsHashtable
        $settings.dns = @{ servers = @($server.Address); timeout = '00:00:05' }
        $settings | ConvertTo-Json -Depth 5 | Set-Content $sandbox.Configuration
        $null = New-DkimKey example.com
        $conf = "$($sandbox.Root)/opendkim.conf"
        @((Get-Content $conf) -notmatch '^(KeyTable|SigningTable)') | Set-Content $conf
    }

    AfterAll {
        if ($running.Daemon) {
            $running.Daemon.Kill()
            $running.Daemon.WaitForExit()
        }
        Stop-NameServer $server
        Remove-Item $sandbox.Root -Recurse -Force
    }

    It 'initializes a packaged configuration once' {
        Enable-DkimSigning example.com -Force -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'TablesNotConfigured,*'
        $setup = Initialize-DkimSigner
        $setup.Changed | Should -BeTrue
        $setup.NeedsRestart | Should -BeTrue
        $setup.Changes | Should -Contain $conf
        (Initialize-DkimSigner).Changed | Should -BeFalse
        /usr/sbin/opendkim -n -x $conf
        $LASTEXITCODE | Should -Be 0
        chown opendkim "$($sandbox.Root)/run"
        $running.Daemon = Start-Process /usr/sbin/opendkim -ArgumentList '-f', '-x', $conf -PassThru
        $until = [datetime]::UtcNow.AddSeconds(20)
        while (-not (Test-Path "$($sandbox.Root)/run/opendkim.sock") -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 20 }
    }

    It 'refuses an unpublished key' {
        Enable-DkimSigning example.com -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'KeyNotVerified,*'
        Get-Content -Raw "$($sandbox.Root)/opendkim/KeyTable" | Should -BeNullOrEmpty
    }

    It 'signs, and proves it with the configuration and the running daemon' {
        Publish-Record $server "mail._domainkey $((Get-DkimRecord example.com -Provider Generic).Type) $((Get-DkimRecord example.com -Provider Generic).Value)"
        $entry = Enable-DkimSigning example.com
        $entry.Selector | Should -Be 'mail'
        $entry.Pattern | Should -Be '*@example.com'
        $tests = Test-DkimSigning example.com
        $tests.Endpoint | Should -HaveCount 2
        $tests.Outcome | Should -Be 'Signed', 'Signed'
        $tests.MatchesStore | Should -Not -Contain $false
        $tests.MatchesDns | Should -Not -Contain $false
    }

    It 'keeps the key that signs' {
        Remove-DkimKey example.com -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'KeyInUse,*'
    }

    It 'refuses to switch keys, which is left to rotation' {
        $null = New-DkimKey example.com next
        Enable-DkimSigning example.com next -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeIn 'KeyNotVerified,OpteriusDkim.EnableDkimSigningCommand', 'OtherKeySigns,OpteriusDkim.EnableDkimSigningCommand'
    }

    It 'stops' {
        Disable-DkimSigning example.com -Confirm:$false
        (Test-DkimSigning example.com -ErrorAction SilentlyContinue).Outcome | Should -Be 'Unsigned', 'Unsigned'
        Get-Content -Raw "$($sandbox.Root)/opendkim/SigningTable" | Should -BeNullOrEmpty
    }
}
