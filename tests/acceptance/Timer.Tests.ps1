# The timer script in real pwsh: its summaries and exit codes, its systemd units, and the tour with real daemons.

BeforeDiscovery {
    $Root = (Resolve-Path "$PSScriptRoot/../..").Path
    $NoDaemons = [Environment]::UserName -ne 'root' -or
        @('/usr/sbin/named', '/usr/sbin/opendkim', '/usr/sbin/ip' | Where-Object { -not (Test-Path $_) }).Count -gt 0
    $NoSystemd = -not (Get-Command systemd-analyze -ErrorAction Ignore)
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $Root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module "$Root/OpteriusDkim.psd1" -Force
    $env:NO_COLOR = '1'

    function Invoke-Timer {
        $said = & pwsh -NoProfile -NonInteractive -File "$Root/module/systemd/opterius-dkim-rotate.ps1" `
            -ConfigurationPath $sandbox.Configuration @args 2>&1 | Out-String
        [pscustomobject]@{ Said = $said; Code = $LASTEXITCODE }
    }
}

AfterAll {
    Remove-Module OpteriusDkim -ErrorAction Ignore
}

Describe 'The script of the timer' {
    BeforeEach {
        $sandbox = New-Sandbox "$TestDrive/$([guid]::NewGuid())"
        $null = New-DkimKey example.com -ConfigurationPath $sandbox.Configuration
        "KeyTable $($sandbox.Root)/KeyTable`nSigningTable refile:$($sandbox.Root)/SigningTable" | Set-Content "$($sandbox.Root)/opendkim.conf"
        "mail._domainkey.example.com example.com:mail:$($sandbox.Keys)/example.com/mail.private" | Set-Content "$($sandbox.Root)/KeyTable"
        '*@example.com mail._domainkey.example.com' | Set-Content "$($sandbox.Root)/SigningTable"
    }

    It 'exits with 0 if there is nothing to do, without output with -Quiet' {
        $run = Invoke-Timer
        $run.Code | Should -Be 0 -Because $run.Said
        $run.Said.Trim() | Should -Be 'DKIM rotation: 0 failed, 0 waiting for a person, 0 progressed, 0 waiting.'
        $quiet = Invoke-Timer -Quiet
        $quiet.Code | Should -Be 0
        $quiet.Said | Should -BeNullOrEmpty
    }

    It 'exits with 3 if a key is due and its records are published by hand' {
        (Get-Item "$($sandbox.Keys)/example.com/mail.private").LastWriteTimeUtc = [datetime]::UtcNow.AddDays(-200)
        $before = Get-Tree $sandbox.Root
        $run = Invoke-Timer -Quiet
        $run.Code | Should -Be 3 -Because $run.Said
        $run.Said | Should -Match 'Waiting for a person:\s+example\.com'
        $run.Said | Should -Match 'Invoke-DkimRotation example\.com -Selector mail -Force'
        Get-Tree $sandbox.Root | Should -Be $before
    }

    It 'exits with 1 if a journal is damaged, with advice' {
        $null = New-Item -ItemType Directory -Force "$($sandbox.State)/rotation"
        '{ "version": ' | Set-Content "$($sandbox.State)/rotation/example.com.json"
        $run = Invoke-Timer -Quiet
        $run.Code | Should -Be 1 -Because $run.Said
        $run.Said | Should -Match 'Failed:'
        $run.Said | Should -Match 'rotation/example\.com\.json'
    }

    It 'does nothing with -WhatIf' {
        (Get-Item "$($sandbox.Keys)/example.com/mail.private").LastWriteTimeUtc = [datetime]::UtcNow.AddDays(-200)
        $before = Get-Tree $sandbox.Root
        (Invoke-Timer -WhatIf -IncludeManual).Said | Should -Match 'what would be done'
        Get-Tree $sandbox.Root | Should -Be $before
    }

    It 'fails if the configuration is invalid' {
        'nonsense' | Set-Content $sandbox.Configuration
        $run = Invoke-Timer
        $run.Code | Should -Be 1 -Because $run.Said
        $run.Said | Should -Match 'config\.json'
    }
}

Describe 'The units' -Skip:$NoSystemd {
    It '<_> is accepted by systemd' -ForEach 'opterius-dkim-rotate.service', 'opterius-dkim-rotate.timer' {
        foreach ($unit in 'opterius-dkim-rotate.service', 'opterius-dkim-rotate.timer') {
            (Get-Content -Raw "$Root/module/systemd/$unit") -replace '(?m)^ExecStart=\S+', "ExecStart=$Pwsh" | Set-Content "$TestDrive/$unit"
        }
        $said = systemd-analyze verify "$TestDrive/$_" 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $said
        $said | Should -Not -Match 'opterius-dkim'
    }

    It 'name the existing script' {
        $path = "$Root/module/systemd/opterius-dkim-rotate.service"
        (Get-Content -Raw $path) -match '(?m)^ExecStart=.* -File \S+/OpteriusDkim/(?<script>\S+)$' | Should -BeTrue
        "$Root/$($Matches.script)" | Should -Exist
    }
}

Describe 'The tour' -Skip:$NoDaemons {
    It 'goes through a whole rotation' {
        $folder = "/srv/opterius-dkim-tour-$PID"
        $said = & pwsh -NoProfile -NonInteractive -File "$Root/examples/tour.ps1" -Folder $folder 2>&1 | Out-String -Width 200
        $LASTEXITCODE | Should -Be 0 -Because $said
        $said | Should -Match 'Completed: mail2 replaced mail'
        $said | Should -Match 'Signed.* with mail2'
        $folder | Should -Not -Exist
    }
}
