# Publishing records in real pwsh: by hand, by dynamic update in real BIND, by scripts, and the scripts in
# examples/publishers, with a substitute for aws.

BeforeDiscovery {
    $NoBind = -not (Test-Path /usr/sbin/named)
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    Import-Module (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path -Force
    $Examples = (Resolve-Path "$PSScriptRoot/../../examples/publishers").Path
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    $env:NO_COLOR = '1'

    function Set-Publisher {
        param($Sandbox, $Publisher, [string] $Server)
        $settings = Get-Content -Raw $Sandbox.Configuration | ConvertFrom-Json -AsHashtable
        $settings.publisher = $Publisher
        $settings.dns = @{ servers = @($Server); timeout = '00:00:05' }
        $settings | ConvertTo-Json -Depth 5 | Set-Content $Sandbox.Configuration
    }

    function New-Script {
        param([string] $Path, [string] $Text)
        "param(`$Action, `$Record)`n$Text" | Set-Content $Path
        chmod 600 $Path
        $Path
    }

    function Get-Live {
        param([string] $Name)
        $port = ($server.Address -split ':')[1]
        (dig '@127.0.0.1' -p $port +short +norecurse $Name TXT) -replace '" "' -replace '^"|"$'
    }
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'Publishing' -Skip:$NoBind {
    BeforeAll {
        $sandbox = New-Sandbox "$TestDrive/publishing"
        $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
        $server = Start-NameServer "$TestDrive/named" -Updatable
        $update = @{ type = 'DynamicUpdate'; server = $server.Address; keyFile = "$TestDrive/named/tsig.key" }
        $key = New-DkimKey example.com
        $text = (Get-DkimRecord example.com).Strings -join ''
    }

    AfterAll {
        Stop-NameServer $server
    }

    It 'by hand shows the record to copy, and detects when it is published' {
        Set-Publisher $sandbox @{ type = 'Manual' } $server.Address
        $result = Publish-DkimRecord example.com
        $result.Outcome | Should -Be 'WaitsForPerson'
        $shown = $result | Out-String
        $shown | Should -Match 'mail\._domainkey\.example\.com  action required'
        ($shown -replace '\s') | Should -BeLike "*$($result.Record.Value -replace '\s')*"
        (Unpublish-DkimRecord example.com -Confirm:$false).Outcome | Should -Be 'AlreadyThere'
    }

    It 'by dynamic update publishes the record once' {
        Set-Publisher $sandbox $update $server.Address
        $result = $key | Publish-DkimRecord
        $result.Outcome | Should -Be 'Done'
        $result | Out-String | Should -Match "mail\._domainkey\.example\.com  published with a dynamic update at $([regex]::Escape($server.Address))"
        Get-Live mail._domainkey.example.com | Should -BeExactly $text
        (Publish-DkimRecord example.com).Outcome | Should -Be 'AlreadyThere'
        (Test-DkimDns example.com).Status | Should -Be 'Verified'
        (Get-DkimRecord example.com -Testing | Publish-DkimRecord).Outcome | Should -Be 'Done'
        Get-Live mail._domainkey.example.com | Should -Match 't=y'
        (Unpublish-DkimRecord example.com -Confirm:$false).Outcome | Should -Be 'Done'
        Get-Live mail._domainkey.example.com | Should -BeNullOrEmpty
    }

    It 'takes rows of a CSV file, and a bad one does not stop the rest' {
        Set-Publisher $sandbox $update $server.Address
        $null = New-DkimKey rows.example.com csv -Algorithm Ed25519 -WarningAction Ignore
        "Domain,Selector`nnone.example.com,mail`nexample.com,mail" | Set-Content "$TestDrive/rows.csv"
        $done = Import-Csv "$TestDrive/rows.csv" | Publish-DkimRecord -ErrorVariable failed -ErrorAction SilentlyContinue
        $done.Name | Should -Be 'mail._domainkey.example.com'
        $failed.FullyQualifiedErrorId | Should -BeLike 'NotConfigured,*'
        $null = Unpublish-DkimRecord example.com -Confirm:$false
    }

    It 'reports a refusal and its source' {
        Set-Publisher $sandbox $update $server.Address
        $refused = try { Publish-DkimRecord rows.example.com -ErrorAction Stop } catch { $_ }
        $refused.FullyQualifiedErrorId | Should -BeLike 'UpdateRefused,*'
        $refused.ErrorDetails.RecommendedAction | Should -Match 'update-policy'
    }

    It 'changes nothing with -WhatIf' {
        Set-Publisher $sandbox $update $server.Address
        $before = Get-Tree $sandbox.Root
        Publish-DkimRecord example.com -WhatIf | Should -BeNullOrEmpty
        Get-Live mail._domainkey.example.com | Should -BeNullOrEmpty
        Get-Tree $sandbox.Root | Should -Be $before
    }

    It 'by a script that <Says> reports its result' -ForEach @(
        @{ Says = 'succeeds'; Text = 'Write-Host "told"; "printed"; Write-Warning "warned"'; Reason = $null }
        @{ Says = 'writes an error'; Text = 'Write-Error "no token"'; Reason = 'no token' }
        @{ Says = 'throws'; Text = 'throw "no token"'; Reason = 'no token' }
        @{ Says = 'exits with 3'; Text = 'exit 3'; Reason = 'exit code 3' }
        @{ Says = 'minds no error'; Text = 'Get-Item /no/such -ErrorAction SilentlyContinue'; Reason = $null }
    ) {
        Set-Publisher $sandbox @{ type = 'Script'; script = New-Script "$TestDrive/publish.ps1" $Text } $server.Address
        $result = try { Publish-DkimRecord example.com -Verbose -ErrorAction Stop 4>&1 } catch { $_ }
        if ($Reason) {
            $result.FullyQualifiedErrorId | Should -BeLike 'PublishScriptFailed,*'
            $result.ErrorDetails.Message | Should -Match $Reason
        }
        else {
            ($result | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }).Outcome | Should -Be 'Done'
        }
        if ($Says -eq 'succeeds') {
            foreach ($word in 'told', 'printed', 'warned') { "$result" | Should -Match $word }
        }
    }

    It 'runs no script that is <Problem>' -ForEach @(
        @{ Problem = 'not there'; Name = 'none.ps1'; Mode = $null }
        @{ Problem = 'no PowerShell script'; Name = 'publish.sh'; Mode = '600' }
        @{ Problem = 'open to the group'; Name = 'group.ps1'; Mode = '620' }
        @{ Problem = 'open to everybody'; Name = 'all.ps1'; Mode = '602' }
    ) {
        $script = "$TestDrive/$Name"
        if ($Mode) {
            Set-Content $script 'throw "it ran"'
            chmod $Mode $script
        }
        Set-Publisher $sandbox @{ type = 'Script'; script = $script } $server.Address
        $refused = try { Publish-DkimRecord example.com -ErrorAction Stop } catch { $_ }
        $refused.FullyQualifiedErrorId | Should -BeLike 'PublishScriptUnusable,*'
        $refused.CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'ends a script at Ctrl+C' {
        Set-Publisher $sandbox @{ type = 'Script'; script = New-Script "$TestDrive/slow.ps1" "Set-Content '$TestDrive/started' 1; Start-Sleep 60" } $server.Address
        $shell = [powershell]::Create().AddScript("Import-Module '$((Get-Module OpteriusDkim).ModuleBase)/OpteriusDkim.psd1'; Publish-DkimRecord example.com -ConfigurationPath '$($sandbox.Configuration)'")
        $null = $shell.BeginInvoke()
        $until = [datetime]::UtcNow.AddSeconds(30)
        while (-not (Test-Path "$TestDrive/started") -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 50 }
        (Measure-Command { $shell.Stop() }).TotalSeconds | Should -BeLessThan 5
        $shell.Dispose()
    }

    It 'by examples/publishers/nsupdate.ps1 does the same' {
        $port = ($server.Address -split ':')[1]
        $script = New-Script "$TestDrive/ns.ps1" "& '$Examples/nsupdate.ps1' -Action `$Action -Record `$Record -Port $port -KeyFile '$TestDrive/named/tsig.key'"
        Set-Publisher $sandbox @{ type = 'Script'; script = $script } $server.Address
        (Publish-DkimRecord example.com).Outcome | Should -Be 'Done'
        Get-Live mail._domainkey.example.com | Should -BeExactly $text
        (Unpublish-DkimRecord example.com -Confirm:$false).Outcome | Should -Be 'Done'
        Get-Live mail._domainkey.example.com | Should -BeNullOrEmpty
    }
}

Describe 'The example <_>' -ForEach 'nsupdate', 'route53' {
    It 'explains each of its parameters' {
        $help = Get-Help "$Examples/$_.ps1" -Full
        $help.Synopsis | Should -Match '^Publishes DKIM records'
        $help.parameters.parameter.Count | Should -BeGreaterThan 2
        foreach ($parameter in $help.parameters.parameter) {
            $parameter.description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.name) needs a word"
        }
    }
}

Describe 'The examples for services' {
    BeforeAll {
        $key = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A' + ('A' * 250)
        $value = "v=DKIM1; k=rsa; p=$key"
        $record = [pscustomobject]@{
            Domain = 'news.example.com'; Selector = 'mail'; Name = 'mail._domainkey.news.example.com'; Type = 'TXT'; Ttl = 300
            Value = $value; Strings = @($value.Substring(0, 255), $value.Substring(255)); PublicKey = $key
        }
        $quoted = "`"$($record.Strings[0])`" `"$($record.Strings[1])`""
    }

    Context 'Route 53' {
        BeforeAll {
            # Simulates aws for one zone, with its record sets in sets.json; a change is written to change.json.
            $folder = "$TestDrive/aws"
            $null = New-Item -ItemType Directory $folder
            @"
#!/bin/sh
case "`$2" in
  list-hosted-zones-by-name)
    case "`$4" in
      example.com) echo '{"HostedZones":[{"Id":"/hostedzone/Z0","Name":"example.com.","Config":{"PrivateZone":true}},{"Id":"/hostedzone/Z1","Name":"example.com.","Config":{"PrivateZone":false}}]}' ;;
      *) echo '{"HostedZones":[]}' ;;
    esac ;;
  list-resource-record-sets) [ "`$4" = /hostedzone/Z1 ] && cat '$folder/sets.json' ;;
  change-resource-record-sets) printf '%s' "`$6" > '$folder/change.json'; echo '{"ChangeInfo":{"Status":"PENDING"}}' ;;
  *) echo 'An error occurred (AccessDenied)' >&2; exit 254 ;;
esac
"@ | Set-Content "$folder/aws"
            chmod 700 "$folder/aws"
            $common = @{ Record = $record; Aws = "$folder/aws" }

            function Set-Present {
                param([string[]] $Value, [string] $Type = 'TXT')
                $sets = @(if ($Value) { @{ Name = "$($record.Name)."; Type = $Type; TTL = 60; ResourceRecords = @($Value | ForEach-Object { @{ Value = $_ } }) } })
                @{ ResourceRecordSets = $sets } | ConvertTo-Json -Depth 6 | Set-Content "$folder/sets.json"
                Remove-Item "$folder/change.json" -ErrorAction Ignore
            }

            function Get-Change {
                if (Test-Path "$folder/change.json") { (Get-Content -Raw "$folder/change.json" | ConvertFrom-Json).Changes[0] }
            }
        }

        It 'publishes where there is no record, or the key in another spelling, and only once' {
            foreach ($present in $null, "`"v=DKIM1; h=sha256; k=rsa; p=$($key.Substring(0, 100))`" `"$($key.Substring(100))`"") {
                Set-Present $present
                $null = & "$Examples/route53.ps1" -Action Publish @common
                $change = Get-Change
                $change.Action, $change.ResourceRecordSet.Type, $change.ResourceRecordSet.TTL | Should -Be 'UPSERT', 'TXT', 300
                $change.ResourceRecordSet.ResourceRecords.Value | Should -BeExactly $quoted
            }
            Set-Present $quoted
            $null = & "$Examples/route53.ps1" -Action Publish @common
            Get-Change | Should -BeNullOrEmpty
        }

        It 'removes its own record only' {
            Set-Present $quoted
            $null = & "$Examples/route53.ps1" -Action Unpublish @common
            (Get-Change).Action, (Get-Change).ResourceRecordSet.TTL | Should -Be 'DELETE', 60
            Set-Present $quoted, '"v=spf1 -all"'
            $null = & "$Examples/route53.ps1" -Action Unpublish @common
            (Get-Change).Action | Should -Be 'UPSERT'
            (Get-Change).ResourceRecordSet.ResourceRecords.Value | Should -BeExactly '"v=spf1 -all"'
            Set-Present $null
            $null = & "$Examples/route53.ps1" -Action Unpublish @common
            Get-Change | Should -BeNullOrEmpty
        }

        It 'does not change foreign records, and reports why it fails' {
            Set-Present '"v=spf1 -all"'
            { & "$Examples/route53.ps1" -Action Publish @common } | Should -Throw '*v=spf1 -all*'
            Set-Present 'elsewhere.example' CNAME
            { & "$Examples/route53.ps1" -Action Publish @common } | Should -Throw '*CNAME*'
            { & "$Examples/route53.ps1" -Action Publish -ZoneId Z9 @common } | Should -Throw '*aws route53*'
            Get-Change | Should -BeNullOrEmpty
        }
    }
}
