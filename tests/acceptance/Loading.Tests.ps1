# The module in strict mode, in several runspaces at once, in jobs, and over SSH.

BeforeDiscovery {
    $NoSsh = -not (Test-Path /usr/sbin/sshd) -or -not (Get-Command ssh, ssh-keygen -ErrorAction Ignore) -or (id -u) -ne 0
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $Manifest = (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path
    $env:NO_COLOR = '1'
    $sandbox = New-Sandbox "$TestDrive/loading"
    $settings = Get-Content -Raw $sandbox.Configuration | ConvertFrom-Json -AsHashtable
    # Port 9 of loopback never answers, and no query leaves the host.
    $settings.dns = @{ servers = @('127.0.0.1:9'); timeout = '00:00:00.2' }
    $settings | ConvertTo-Json -Depth 5 | Set-Content $sandbox.Configuration
    Add-Content "$($sandbox.Root)/opendkim.conf" "SigningTable refile:$($sandbox.Root)/SigningTable"
    Set-Content "$($sandbox.Root)/SigningTable" '*@signed.example none'

    # Each runs in a pwsh of its own: an assembly that is loaded once is never loaded again.
    function Invoke-Pwsh {
        param([string] $Script)

        Set-Content "$TestDrive/run.ps1" @"
`$ErrorActionPreference = 'Stop'
`$Manifest = '$Manifest'
`$env:OPTERIUS_DKIM_CONFIG = '$($sandbox.Configuration)'
$Script
"@
        pwsh -NoProfile -NonInteractive -File "$TestDrive/run.ps1" 2>&1 | Out-String
    }
}

Describe 'Set-StrictMode -Version Latest' {
    It 'raises no error in cmdlets, views and script properties' {
        $output = Invoke-Pwsh @'
Set-StrictMode -Version Latest
Import-Module $Manifest
$key = New-DkimKey strict.example -WarningAction Ignore
$objects = @(
    $key; Get-DkimKey strict.example; Get-DkimRecord strict.example; $key.Record.Value | ConvertFrom-DkimRecord
    Test-DkimDns strict.example; Resolve-DkimRecord strict.example mail; Test-DkimKeyPermission strict.example
    Get-DkimSigning; Register-DkimDomain strict.example -WhatIf; Get-DkimRotation; Get-DkimProvider Cloudflare; Get-DkimConfiguration
)
foreach ($view in 'Out-String', 'Format-Table', 'Format-List', 'ConvertTo-Json', 'ConvertTo-Csv') {
    $text = $objects | Select-Object -First 100 | & $view | Out-String
    "$view $($objects.Count -gt 20) $($text.Length -gt 500)"
}
"ERRORS $($Error.Count)"
foreach ($failure in $Error) { "$($failure.FullyQualifiedErrorId): $failure" }
'@
        $output | Should -Match 'ERRORS 0' -Because $output
        foreach ($view in 'Out-String', 'Format-Table', 'Format-List', 'ConvertTo-Json', 'ConvertTo-Csv') {
            $output | Should -Match "$view True True" -Because $output
        }
    }
}

Describe 'Eight runspaces at once' {
    It 'each import the module, create a key and verify it' {
        $output = Invoke-Pwsh @'
$results = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
    Set-StrictMode -Version Latest
    Import-Module $using:Manifest
    $key = New-DkimKey "runspace$_.example" -Algorithm Ed25519 -WarningAction Ignore
    ($key | Test-DkimDns).Status
    Remove-Module OpteriusDkim
}
"STATUSES $($results.Count) $($results | Sort-Object -Unique)"
Import-Module $Manifest
"KEYS $(@(Get-DkimKey runspace*).Count)"
$assemblies = [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -like 'OpteriusDkim.*'
"ASSEMBLIES $($assemblies | Sort-Object)"
'@
        $output | Should -Match 'STATUSES 8 KeyGenerated\s' -Because $output
        $output | Should -Match 'KEYS 8\s'
        $output | Should -Match 'ASSEMBLIES OpteriusDkim.Adapters OpteriusDkim.Cmdlets OpteriusDkim.Core\s'
    }
}

Describe 'A job' {
    It 'of Start-Job and Start-ThreadJob uses the module and returns its objects' {
        $output = Invoke-Pwsh @'
Import-Module $Manifest
$work = { Import-Module $using:Manifest; New-DkimKey "$($args[0]).example" -Algorithm Ed25519 -WarningAction Ignore }
$jobs = @(Start-Job $work -ArgumentList process; Start-ThreadJob $work -ArgumentList thread)
$keys = $jobs | Receive-Job -Wait -AutoRemoveJob
foreach ($key in $keys) { "KEY $($key.Domain) $($key.DnsName) $($key.Fingerprint -like 'SHA256:*')" }
# What a job returns can be piped on.
foreach ($test in $keys | Test-DkimDns) { "TEST $($test.Domain) $($test.Status)" }
'@
        foreach ($domain in 'process.example', 'thread.example') {
            $output | Should -Match "KEY $domain mail\._domainkey\.$domain True" -Because $output
            $output | Should -Match "TEST $domain KeyGenerated"
        }
    }
}

Describe 'A session over SSH' -Skip:$NoSsh {
    BeforeAll {
        # sshd accepts no key file below a folder that others can write to.
        $Ssh = "/srv/opterius-dkim-ssh-$PID"
        $null = New-Item -ItemType Directory $Ssh
        chmod 700 $Ssh
        ssh-keygen -q -t ed25519 -N '' -f "$Ssh/host"
        ssh-keygen -q -t ed25519 -N '' -f "$Ssh/user"
        Copy-Item "$Ssh/user.pub" "$Ssh/authorized"
        $port = Get-FreePort
        # The subsystem is started with the environment of a login. The same pwsh as this one is run.
        $program = [Environment]::ProcessPath
        if ($program -notlike '*/pwsh') { $program += " $PSHOME/pwsh.dll" }
        @"
ListenAddress 127.0.0.1:$port
HostKey $Ssh/host
AuthorizedKeysFile $Ssh/authorized
PidFile $Ssh/sshd.pid
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
Subsystem powershell $program -sshs -NoLogo -NoProfile
"@ | Set-Content "$Ssh/sshd_config"
        # The folder of privilege separation; systemd creates it where it starts sshd.
        $null = New-Item -ItemType Directory -Force /run/sshd
        $sshd = Start-Process /usr/sbin/sshd -ArgumentList '-D', '-e', '-f', "$Ssh/sshd_config" -PassThru `
            -RedirectStandardError "$Ssh/sshd.log" -RedirectStandardOutput "$Ssh/sshd.out"
        $until = [datetime]::UtcNow.AddSeconds(30)
        while (-not (Select-String 'Server listening' "$Ssh/sshd.log" -Quiet)) {
            if ($sshd.HasExited -or [datetime]::UtcNow -gt $until) { throw "sshd did not start: $(Get-Content -Raw "$Ssh/sshd.log")" }
            Start-Sleep -Milliseconds 20
        }
    }

    AfterAll {
        if ($sshd -and -not $sshd.HasExited) { $sshd.Kill($true); $sshd.WaitForExit() }
        Remove-Item -Recurse -Force $Ssh
    }

    It 'creates a key on the other host and returns objects that can be piped and shown' {
        $output = Invoke-Pwsh @"
Import-Module `$Manifest
`$options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
`$session = New-PSSession -HostName 127.0.0.1 -Port $port -UserName root -KeyFilePath $Ssh/user -Options `$options
`$key = Invoke-Command `$session {
    Import-Module `$using:Manifest
    `$env:OPTERIUS_DKIM_CONFIG = `$using:env:OPTERIUS_DKIM_CONFIG
    New-DkimKey remote.example -WarningAction Ignore
}
"FROM `$(`$key.PSComputerName) `$(`$key.PSTypeNames[0])"
"KEY `$(`$key.Domain) `$(`$key.Record.Value -like '*v=DKIM1*')"
"TEST `$((`$key | Test-DkimDns).Status)"
`$key | Out-String
`$failure = `$null
Invoke-Command `$session { New-DkimKey remote.example } -ErrorAction SilentlyContinue -ErrorVariable failure
"ERROR `$(`$failure[0].FullyQualifiedErrorId)"
Remove-PSSession `$session
"@
        $output | Should -Match 'FROM 127\.0\.0\.1 Deserialized\.OpteriusDkim\.DkimKey' -Because $output
        $output | Should -Match 'KEY remote\.example True'
        $output | Should -Match 'TEST KeyGenerated'
        $output | Should -Match 'Selector\s+mail'
        $output | Should -Match 'ERROR KeyExists'
    }
}
