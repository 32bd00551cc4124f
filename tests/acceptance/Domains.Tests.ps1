# A domain's life in real pwsh without a daemon: refusals, the plans of -WhatIf, lists.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    Import-Module (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path -Force
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    $env:NO_COLOR = '1'
    $sandbox = New-SigningSandbox "$TestDrive/domains"
    $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'Register-DkimDomain' {
    It '-WhatIf shows the plan of a new domain and writes nothing' {
        $before = Get-Tree $sandbox.Root
        $plan = Register-DkimDomain example.net -WhatIf
        Get-Tree $sandbox.Root | Should -Be $before
        "$($plan.Kind)" | Should -Be 'Registration'
        $plan.OldSelector | Should -BeNullOrEmpty
        $plan | Out-String -Width 120 | Should -Match 'example\.net\s+register'
    }

    It 'takes <Column> as the header of a CSV file' -ForEach @{ Column = 'Domain' }, @{ Column = 'domain name' }, @{ Column = 'FQDN' }, @{ Column = 'Zone' } {
        (ConvertFrom-Csv "$Column`nexample.net" | Register-DkimDomain -WhatIf).Domain | Should -Be 'example.net'
    }
}

Describe 'Unregister-DkimDomain' {
    It '-WhatIf shows when signing stops and when record and key go' {
        $before = Get-Tree $sandbox.Root
        $plan = Unregister-DkimDomain example.com -WhatIf
        Get-Tree $sandbox.Root | Should -Be $before
        $plan.OldSelector, $plan.NewSelector | Should -Be 'mail', $null
        $plan.Plan.Phase | Should -Be 'Draining', 'Completed'
        ($plan.Plan[1].NotBefore - $plan.Plan[0].NotBefore).TotalDays | Should -Be 7
    }

    It 'asks first' {
        $manifest = "$((Get-Module OpteriusDkim).ModuleBase)/OpteriusDkim.psd1"
        $null = pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Unregister-DkimDomain example.com -ConfigurationPath '$($sandbox.Configuration)'" 2>&1
        Test-Path "$($sandbox.State)/rotation" | Should -BeFalse
    }

    It 'refuses a domain that this host does not have' {
        { Unregister-DkimDomain example.org -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'NothingToRetire,*'
    }
}

Describe 'Sync-DkimDomain' {
    It '-Remove with an empty list removes nothing' {
        { @() | Sync-DkimDomain -Remove -Force -ErrorAction Stop } | Should -Throw -ErrorId 'SyncListEmpty,*'
        Test-Path "$($sandbox.Keys)/example.com/mail.private" | Should -BeTrue
    }

    It '-Remove with an entry that is no domain removes nothing, -Force or not' {
        $failed = $null
        $moved = 'example.net', '' | Sync-DkimDomain -Remove -Force -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failed
        $moved.Domain | Should -Be 'example.net'
        ($failed.FullyQualifiedErrorId -replace ',.*') | Should -Be 'InvalidDomain', 'SyncListInvalid'
    }

    It '-WhatIf shows what would be registered and removed, and writes nothing' {
        $before = Get-Tree $sandbox.Root
        $moved = 'example.net' | Sync-DkimDomain -Remove -WhatIf -InformationVariable said 6> $null
        Get-Tree $sandbox.Root | Should -Be $before
        ($moved | Sort-Object Domain).Kind | ForEach-Object { "$_" } | Should -Be 'Retirement', 'Registration'
        "$said" | Should -Match '0 of 1 domains were registered already'
    }
}
