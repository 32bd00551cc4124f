# Rotation in real pwsh without a daemon: refusals, the plan of -WhatIf, journals and their view.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    Import-Module (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path -Force
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    $env:NO_COLOR = '1'
    $sandbox = New-SigningSandbox "$TestDrive/rotation"
    $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'Invoke-DkimRotation' {
    It '-WhatIf shows the whole plan with its times and writes nothing' {
        $before = Get-Tree $sandbox.Root
        $plan = Invoke-DkimRotation example.com -WhatIf
        Get-Tree $sandbox.Root | Should -Be $before
        $plan.OldSelector, $plan.NewSelector | Should -Be 'mail', 'mail2'
        $plan.Plan.Phase | Should -Be 'Prepared', 'Published', 'Proven', 'Draining', 'Completed'
        $shown = $plan | Out-String -Width 120
        $shown | Should -Match 'mail -> mail2'
        ($shown -replace '\s+', ' ') | Should -Match 'You publish the record mail2\._domainkey\.example\.com'
    }

    It 'with $WhatIfPreference does the same' {
        $before = Get-Tree $sandbox.Root
        $WhatIfPreference = $true
        (Invoke-DkimRotation example.com).NewSelector | Should -Be 'mail2'
        $WhatIfPreference = $false
        Get-Tree $sandbox.Root | Should -Be $before
    }

    It 'takes keys from Get-DkimKey, and a wildcard' {
        (Get-DkimKey | Invoke-DkimRotation -WhatIf).NewSelector | Should -Be 'mail2'
        (Invoke-DkimRotation *.com -NewSelector next -WhatIf).NewSelector | Should -Be 'next'
        Invoke-DkimRotation *.org | Should -BeNullOrEmpty
    }

    It '<Arguments> is refused with <Id>' -ForEach @(
        @{ Arguments = ''; Id = 'NothingToRotate' }
        @{ Arguments = 'example.org'; Id = 'RotationNothingSigns' }
        @{ Arguments = 'example.com other'; Id = 'RotationSelectorNotSigning' }
        @{ Arguments = 'example.com -Abort -Confirm:$false'; Id = 'NoRotation' }
    ) {
        $refused = try { Invoke-Expression "Invoke-DkimRotation $Arguments -ErrorAction Stop" } catch { $_ }
        $refused.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $refused.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It '<_> go together in no parameter set' -ForEach '-Abort -Compromised', '-Due -Force', '-Abort -Force' {
        { Invoke-Expression "Invoke-DkimRotation example.com $_ -WhatIf" } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }

    It '-Due with nothing to do returns and creates nothing' {
        $before = Get-Tree $sandbox.Root
        Invoke-DkimRotation -Due | Should -BeNullOrEmpty
        Get-Tree $sandbox.Root | Should -Be $before
    }

    It '-Due reports a key that is due with manual publishing' {
        $file = Get-Item "$($sandbox.Keys)/example.com/mail.private"
        $file.LastWriteTimeUtc = [datetime]::UtcNow.AddDays(-181)
        $due = Invoke-DkimRotation -Due
        $due.WaitingFor, $due.Findings.Code | Should -Be 'Person', 'RotationDue'
        $due | Out-String | Should -Match 'action required'
        $file.LastWriteTimeUtc = [datetime]::UtcNow
    }

    It 'asks before -Compromised, and explains -Confirm in a non-interactive session' {
        $manifest = "$((Get-Module OpteriusDkim).ModuleBase)/OpteriusDkim.psd1"
        $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Invoke-DkimRotation example.com -Compromised -ConfigurationPath '$($sandbox.Configuration)' 2>&1 | ForEach-Object { `$_.FullyQualifiedErrorId }"
        $said | Should -BeLike 'ConfirmationNeeded,*'
        Test-Path "$($sandbox.State)/rotation" | Should -BeFalse
    }
}

Describe 'Get-DkimRotation' {
    BeforeAll {
        $key = @{ selector = 'mail'; algorithm = 'Ed25519'; publicKey = 'ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=' }
        $next = @{ selector = 'mail2'; algorithm = 'Ed25519'; publicKey = 'kB8jW3H128LmTCq2xDS0izRFJkzFop33Ruzi32ZjkpQ=' }
        $moment = @{ utc = '2026-11-20T10:00:00Z'; boot = 'b'; uptime = '01:00:00' }
        $null = New-Item -ItemType Directory -Force "$($sandbox.State)/rotation"
        @{
            domain = 'example.net'; version = 1; past = @(); selectors = @()
            current = @{
                old = $key; new = $next; startedAt = $moment; phase = 'Published'; publishAsked = $true
                beside = @(); skipped = @(); outgoing = @(); watch = @{ servers = @(); silent = @() }
                outlook = @{ waitingFor = 'Person'; nextAction = 'Publish the record of mail2._domainkey.example.net.'; recordOf = $next; findings = @() }
            }
        } | ConvertTo-Json -Depth 9 | Set-Content "$($sandbox.State)/rotation/example.net.json"
    }

    It 'shows the record to publish manually, ready to copy' {
        $rotation = Get-DkimRotation example.net
        $rotation.WaitingFor | Should -Be 'Person'
        $shown = $rotation | Out-String -Width 120
        $shown | Should -Match 'mail -> mail2'
        $shown | Should -Match ([regex]::Escape($rotation.Record.Value))
        Get-DkimRotation -Running | Format-Table | Out-String | Should -Match 'example\.net\s+mail\s+mail2\s+Published\s+Person'
    }

    It 'shows in each view that a rotation is being aborted' {
        @{
            domain = 'example.edu'; version = 1; past = @(); selectors = @('mail2')
            current = @{
                old = $key; startedAt = $moment; phase = 'Prepared'; aborting = $true
                beside = @(); skipped = @('mail2'); watch = @{ servers = @(); silent = @() }
                outgoing = @(@{ key = $next; signed = $false; handed = $true })
                outlook = @{ waitingFor = 'Person'; nextAction = 'Remove the record.'; recordOf = $next; recordGoes = $true; findings = @() }
            }
        } | ConvertTo-Json -Depth 9 | Set-Content "$($sandbox.State)/rotation/example.edu.json"
        $rotation = Get-DkimRotation example.edu
        $sent = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($rotation))
        foreach ($object in $rotation, $sent) {
            $object | Format-Table | Out-String -Width 120 | Should -Match 'example\.edu\s+mail\s+mail2\s+Aborting\s+Person'
            $object | Format-List | Out-String | Should -Match 'IsAborting\s+: True'
            $shown = $object | Out-String -Width 120
            $shown | Should -Match 'mail -> mail2\s+Aborting \(mail stays\)'
            $shown | Should -Match 'The rotation is being aborted\. Remove the record\.'
            $shown | Should -Not -Match 'Prepared'
        }
    }

    It 'an unknown domain is an error, a pattern is not' {
        { Get-DkimRotation example.org -ErrorAction Stop } | Should -Throw -ErrorId 'NeverRotated,*'
        Get-DkimRotation *.org | Should -BeNullOrEmpty
    }
}
