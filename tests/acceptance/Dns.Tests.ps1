# Live DNS in real pwsh against real BIND: published records, diagnosis, and waiting.

BeforeDiscovery {
    $NoBind = -not (Test-Path /usr/sbin/named)
    $NoAddress = $NoBind -or (id -u) -ne 0 -or -not (Get-Command ip -ErrorAction Ignore)
    if ($NoBind) {
        Write-Warning 'SKIPPED: live DNS, since BIND is not installed (Debian''s bind9).'
    }
    elseif ($NoAddress) {
        Write-Warning 'SKIPPED: every server of a zone, since only root can add addresses and listen on port 53.'
    }
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    Import-Module (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path -Force
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    $env:NO_COLOR = '1'
    $Rsa = 'v=DKIM1; k=rsa; p='
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'A published record' -Skip:$NoBind {
    BeforeAll {
        $sandbox = New-Sandbox "$TestDrive/live"
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $key = New-DkimKey example.com
        $text = $key.Record.Strings -join ''
        $server = Start-NameServer "$TestDrive/named-live"
        Publish-Record $server @(
            "mail._domainkey 600 TXT $($key.Record.Value)"
            "google._domainkey TXT `"$Rsa`""
            "s1._domainkey CNAME mail._domainkey"
            "twice._domainkey TXT `"$Rsa`""
            'twice._domainkey TXT "v=spf1 -all"'
            '_domainkey.below DNAME _domainkey'
        )
        $PSDefaultParameterValues['*-Dkim*:Server'] = $server.Address
    }

    AfterAll {
        Stop-NameServer $server
    }

    It 'is read under the stored selectors, with strings, TTL and server' {
        $answer = Resolve-DkimRecord example.com
        $answer.Selector | Should -Be 'mail'
        $answer.Outcome | Should -Be 'Found'
        $answer.Ttl | Should -Be 600
        $answer.Server | Should -Be $server.Address
        $answer.Strings.Count | Should -Be 2
        -join $answer.Strings | Should -BeExactly $text
        $answer.Record.KeySize | Should -Be 2048
        $answer.Authenticated | Should -BeFalse
        $answer.Findings | Should -BeNullOrEmpty
    }

    It 'is read under any selector, and several at once' {
        $answers = Resolve-DkimRecord example.com s1, nosuch, google
        ($answers | Sort-Object Selector).Outcome | Should -Be 'Found', 'NoSuchName', 'Found'
        ($answers | Where-Object Selector -eq s1).Chain | Should -Be 'mail._domainkey.example.com'
        ($answers | Where-Object Selector -eq s1).Findings.Code | Should -Be 'CnameFollowed'
        ($answers | Where-Object Selector -eq nosuch).NegativeTtl | Should -Be 60
        ($answers | Where-Object Selector -eq google).Record.IsRevoked | Should -BeTrue
    }

    It 'is found under well-known selectors' {
        (Resolve-DkimRecord example.com -CommonSelectors).Selector | Sort-Object | Should -Be 'google', 'mail', 's1'
    }

    It 'is followed through a DNAME' {
        $answer = Resolve-DkimRecord below.example.com mail
        $answer.Findings.Code | Should -Be 'DnameFollowed'
        $answer.Record.IsValid | Should -BeTrue
    }

    It 'is queried by TCP too' {
        (Resolve-DkimRecord example.com mail -Tcp).Outcome | Should -Be 'Found'
    }

    It 'feeds Test-DkimDns and ConvertFrom-DkimRecord' {
        (Resolve-DkimRecord example.com | Test-DkimDns).Status | Should -Be 'Verified'
        (Resolve-DkimRecord example.com | ConvertFrom-DkimRecord).PublicKey | Should -BeExactly $key.PublicKey
    }

    It 'is shown with the server, the outcome and the record' {
        $shown = Resolve-DkimRecord example.com mail | Out-String -Width 200
        $shown | Should -Match "$([regex]::Escape($server.Address))\s+Found\s+600"
        $shown | Should -Match 'mail\._domainkey\.example\.com'
    }

    It 'shows that there are several records' {
        Resolve-DkimRecord example.com twice | Out-String -Width 200 | Should -Match 'Found\s+300\s+twice\S+\s+SeveralRecords'
    }

    It 'is an error for a domain without key and selector, and the next is still read' {
        $answers = 'elsewhere.example', 'example.com' | Resolve-DkimRecord -ErrorAction SilentlyContinue -ErrorVariable failed
        $answers.Domain | Should -Be 'example.com'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SelectorsUnknown,*'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match '-CommonSelectors'
    }
}

Describe 'A wrong record' -Skip:$NoBind {
    BeforeAll {
        $sandbox = New-Sandbox "$TestDrive/wrong"
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $key = New-DkimKey example.com
        $text = $key.Record.Strings -join ''
        $server = Start-NameServer "$TestDrive/named-wrong"
        $PSDefaultParameterValues['*-Dkim*:Server'] = $server.Address
    }

    AfterAll {
        Stop-NameServer $server
    }

    It 'is diagnosed, and <Code> has the value to enter at the provider' -ForEach @(
        @{ Code = 'NameDoubled'; Status = 'KeyGenerated'; Line = { "mail._domainkey.example.com TXT $($key.Record.Value)" } }
        @{ Code = 'PublishedElsewhere'; Status = 'KeyGenerated'; Line = { "default._domainkey TXT $($key.Record.Value)" } }
        @{ Code = 'ValueCut'; Status = 'Mismatch'; Line = { "mail._domainkey TXT `"$($text.Substring(0, 255))`"" } }
        @{ Code = 'ValueMistyped'; Status = 'Mismatch'; Line = { "mail._domainkey TXT `"\`"`" $($key.Record.Value) `"\`"`"" } }
        @{ Code = 'StringsJoinedWithSpace'; Status = 'Verified'; Line = { "mail._domainkey TXT `"$($text.Substring(0, 255))`" `" $($text.Substring(255))`"" } }
        @{ Code = 'OtherText'; Status = 'Mismatch'; Line = { "mail._domainkey TXT `"v=spf1 -all`"`nmail._domainkey TXT $($key.Record.Value)" } }
        @{ Code = 'AliasToNowhere'; Status = 'KeyGenerated'; Line = { 'mail._domainkey CNAME nowhere' } }
    ) {
        Publish-Record $server (& $Line)
        $test = Test-DkimDns example.com -Provider Cloudflare
        $test.Status | Should -Be $Status
        $finding = $test.Findings | Where-Object Code -eq $Code
        $finding | Should -HaveCount 1
        $record = Get-DkimRecord example.com -Provider Cloudflare -Zone example.com
        $finding.Advice | Should -Match ([regex]::Escape("Name:  $($record.Name)`nType:  TXT`nValue: $($record.Value)"))
        $finding.Advice | Should -Match "dig '@127\.0\.0\.1' -p \d+ mail\._domainkey\.example\.com TXT"
        $finding.Advice | Should -Match 'nslookup -type=TXT -port=\d+ mail\._domainkey\.example\.com 127\.0\.0\.1'
        $test | Out-String -Width 120 | Should -Match $Code
    }

    It 'is explained in the topic of all findings: <_>' -ForEach 'NameDoubled', 'ValueCut', 'HiddenPrimaryAhead', 'DnssecFault', 'WaitEnded' {
        Get-Help about_OpteriusDkim_Findings | Out-String | Should -Match $_
    }
}

Describe 'Every server of the zone' -Skip:$NoAddress {
    BeforeAll {
        $sandbox = New-Sandbox "$TestDrive/every"
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $key = New-DkimKey example.com
        $addresses = 1..3 | ForEach-Object { Add-LoopbackAddress $_ }
        $names = "@ NS ns2`nns2 A $($addresses[1])"
        $record = "mail._domainkey TXT $($key.Record.Value)"
        $one = Start-NameServer "$TestDrive/named1" -At $addresses[0]
        $two = Start-NameServer "$TestDrive/named2" -At $addresses[1]
        $two.Host = $addresses[0]
        $PSDefaultParameterValues['*-Dkim*:Server'] = $addresses[0]
        $PSDefaultParameterValues['*-Dkim*:Timeout'] = 2

        # Waits in the background, after one test.
        function Start-Wait {
            $shell = [powershell]::Create().AddScript(@"
Import-Module '$((Get-Module OpteriusDkim).ModuleBase)/OpteriusDkim.psd1'
Test-DkimDns example.com -Authoritative -Wait -Server $($addresses[0]) -Timeout 2 -ConfigurationPath '$($sandbox.Configuration)'
"@)
            $running = $shell.BeginInvoke()
            $end = (Get-Date).AddMinutes(1)
            while (-not ($shell.Streams.Progress | Where-Object StatusDescription -Match 'ns2\.example\.com: NoSuchName.*Checks again')) {
                Get-Date | Should -BeLessThan $end
                $shell.InvocationStateInfo.State | Should -Be 'Running'
                Start-Sleep -Milliseconds 50
            }
            @{ Shell = $shell; Running = $running }
        }
    }

    AfterAll {
        Stop-NameServer $one
        Stop-NameServer $two
        $addresses | ForEach-Object { Remove-LoopbackAddress $_ }
    }

    It 'is a row, and shown with its name' {
        Publish-Record $one @($names, $record)
        Publish-Record $two @($names)
        $answers = Resolve-DkimRecord example.com -Authoritative
        $answers.ServerName | Should -Be 'ns.example.com', 'ns2.example.com'
        $answers.Outcome | Should -Be 'Found', 'NoSuchName'
        $answers | Out-String -Width 200 | Should -Match "ns2\.example\.com \($([regex]::Escape($addresses[1]))\)\s+NoSuchName"
        $test = Test-DkimDns example.com -Authoritative
        $test.Status | Should -Be 'KeyGenerated'
        $test.Findings.Code | Should -Contain 'ServersDisagree'
    }

    It 'is waited for, until the last has the record; then the safe time to sign is shown' {
        Publish-Record $one @($names, $record)
        Publish-Record $two @($names)
        $shell = Start-Wait
        Publish-Record $two @($names, $record)
        $test = $shell.Shell.EndInvoke($shell.Running)[0]
        $shell.Shell.Dispose()
        $test.Status | Should -Be 'Verified'
        ($test.SafeToSignAt - $test.CheckedAt).TotalSeconds | Should -BeGreaterOrEqual 316 # 300, a second, and a twentieth
        ($test.SafeToSignAt - $test.CheckedAt).TotalSeconds | Should -BeLessThan 326
    }

    It 'is waited for no longer than the timeout' {
        Publish-Record $two @($names)
        $test = Test-DkimDns example.com -Authoritative -Wait -WaitTimeout 1 -WarningAction SilentlyContinue
        $test.Status | Should -Be 'KeyGenerated'
        $test.Findings[0].Code | Should -Be 'WaitEnded'
    }

    It 'is waited for until Ctrl+C, which ends it at once' {
        $shell = (Start-Wait).Shell
        (Measure-Command { $shell.Stop() }).TotalSeconds | Should -BeLessThan 3
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Dispose()
    }
}
