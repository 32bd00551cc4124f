# Cmdlets over many domains in real pwsh: progress with the time left, and Ctrl+C.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $manifest = (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path
    Import-Module $manifest -Force
    $PSDefaultParameterValues = $PSDefaultParameterValues.Clone()
    # Pester lists $TestDrive before and after each block, which takes minutes with so many files.
    $root = [IO.Directory]::CreateTempSubdirectory('dkim-bulk-').FullName
    $sandbox = New-SigningSandbox $root
    $PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $sandbox.Configuration
    $key = New-DkimKey d0.example -Algorithm Ed25519 -WarningAction Ignore
    foreach ($number in 1..20000) {
        $folder = [IO.Directory]::CreateDirectory("$($sandbox.Keys)/d$number.example").FullName
        [IO.File]::Copy($key.PrivateKeyPath, "$folder/mail.private")
    }
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
    [IO.Directory]::Delete($root, $true)
}

Describe 'A command over 20,000 domains: <Command>' -ForEach @(
    @{ Command = 'New-DkimKey -Domain $names -Selector other -Algorithm Ed25519 -WarningAction Ignore' }
    @{ Command = 'Get-DkimKey' }
    @{ Command = 'Test-DkimDns * -Server 127.0.0.1:1' }
    @{ Command = '$names | Sync-DkimDomain' }
    @{ Command = 'Invoke-DkimRotation -Due' }
) {
    BeforeAll {
        $shell = [powershell]::Create()
        $null = $shell.AddScript(
            "Import-Module '$manifest'; `$PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = '$($sandbox.Configuration)'; " +
            '$names = 0..20000 | ForEach-Object { "d$_.example" }; ' + "$Command 2>`$null 3>`$null | Out-Null")
        $running = $shell.BeginInvoke()
        $limit = [datetime]::UtcNow.AddMinutes(1)
        do {
            Start-Sleep -Milliseconds 20
            $shown = $shell.Streams.Progress | Where-Object SecondsRemaining -GE 0 | Select-Object -First 1
        } until ($shown -or $running.IsCompleted -or [datetime]::UtcNow -gt $limit)
    }

    AfterAll {
        $shell.Dispose()
    }

    It 'shows how much is done and the time left' {
        $shown.StatusDescription | Should -Match '^\d+ of 2000[012] completed'
        $shown.PercentComplete | Should -BeIn (0..100)
    }

    It 'ends at once with Ctrl+C' {
        # A hundredth of this on an idle machine.
        (Measure-Command { $shell.Stop() }).TotalSeconds | Should -BeLessThan 5
        $shell.InvocationStateInfo.State | Should -BeIn 'Stopped', 'Completed'
    }
}

Describe 'The progress bar of a command that <What>' -ForEach @(
    @{ What = 'feeds another one'; Command = 'Get-DkimKey | Out-Null'; IsDisplayed = $false }
    @{ What = 'displays its objects'; Command = 'Get-DkimKey'; IsDisplayed = $true }
) {
    It 'is removed before objects that are displayed, else at the end' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript(
            "Import-Module '$manifest'; `$PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = '$($sandbox.Configuration)'; " +
            "$Command 3>`$null").Invoke()
        $shown, $removed = @($shell.Streams.Progress | Where-Object Activity -EQ 'Reading DKIM keys').Where({ $_.RecordType -eq 'Processing' }, 'Split')
        $shell.Dispose()
        $shown | Should -Not -BeNullOrEmpty
        $removed | Should -HaveCount ($IsDisplayed ? $shown.Count : 1)
    }
}
