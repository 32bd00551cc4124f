# check_dkim, the script of the report timer and its units, in real pwsh. Statuses are made up by a function named Get-DkimStatus.

BeforeDiscovery {
    $NoSystemd = -not (Get-Command systemd-analyze -ErrorAction Ignore)
    $NotRoot = [Environment]::UserName -ne 'root'
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $Root = (Resolve-Path "$PSScriptRoot/../..").Path
    $Pwsh = (Get-Command pwsh).Source
    $Check = "$Root/module/monitoring/check_dkim"

    # A folder with a pwsh that defines Get-DkimStatus by a piece of script, and then runs what it is given.
    function New-PwshWith([string] $Body) {
        $folder = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
        @"
Import-Module '$Root/OpteriusDkim.psd1'
function Get-Status([string] `$Domain, [string] `$Health, [string] `$Code, [string] `$Severity = 'Error', [int] `$Age = 10) {
    `$findings = [OpteriusDkim.DkimFinding[]] @(
        if (`$Code) { [OpteriusDkim.DkimFinding]::new(`$Code, `$Severity, "What `$Code means.", 'What to do.') }
    )
    [OpteriusDkim.DkimStatus]@{ Domain = `$Domain; Health = `$Health; KeyAgeDays = `$Age; Findings = `$findings; CheckedAt = [datetime]::UtcNow }
}
function Get-DkimStatus {
    [CmdletBinding()] param([string[]] `$Domain, [string] `$ConfigurationPath, [switch] `$Authoritative)
    $Body
}
`$script, `$rest = `$args
`$named = @{}
while (`$rest -and `$rest[0] -like '-?*') {
    if (`$rest[0] -eq '-Authoritative') { `$named.Authoritative = `$true; `$null, `$rest = `$rest } else { `$named[`$rest[0].Substring(1)] = `$rest[1]; `$null, `$null, `$rest = `$rest }
}
if (`$rest) { & `$script @named @rest } else { & `$script @named }
exit `$LASTEXITCODE
"@ | Set-Content "$folder/run.ps1"
        "#!/bin/sh`nshift 3`nexec '$Pwsh' -NoProfile -NonInteractive -File '$folder/run.ps1' `"`$@`"" | Set-Content "$folder/pwsh"
        chmod 755 "$folder/pwsh"
        $folder.FullName
    }

    function New-Program([string] $Name, [string] $Text) {
        $folder = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
        "#!/bin/sh`n$Text" | Set-Content "$folder/$Name"
        chmod 755 "$folder/$Name"
        $folder.FullName
    }

    function Invoke-Check([string] $Folder) {
        $said = @(& env "PATH=${Folder}:/usr/bin:/bin" $Check @args 2>&1)
        [pscustomobject]@{ Said = $said -join "`n"; Lines = $said.Count; Code = $LASTEXITCODE }
    }
}

Describe 'check_dkim' {
    It 'exits with <code> for <name>' -ForEach @(
        @{ name = 'healthy domains'; code = 0; line = 'DKIM OK: 0 critical, 0 warning, 2 ok | critical=0;;0;0;2 warning=0;0;;0;2 ok=2;;;0;2 oldest_key=1728000s;;;0'
            body = 'Get-Status a.example Ok; Get-Status b.example Ok -Age 20' }
        @{ name = 'a warning'; code = 1; line = 'DKIM WARNING: 0 critical, 1 warning, 1 ok: b.example KeyOld |*'
            body = 'Get-Status a.example Ok; Get-Status b.example Warning KeyOld Warning' }
        @{ name = 'a critical domain'; code = 2; line = 'DKIM CRITICAL: 1 critical, 1 warning, 0 ok: b.example Gone; a.example KeyOld |*'
            body = 'Get-Status a.example Warning KeyOld Warning; Get-Status b.example Critical Gone' }
        @{ name = 'many critical domains'; code = 2; line = 'DKIM CRITICAL: 9 critical, 0 warning, 0 ok:*; and 4 more |*'
            body = '1..9 | ForEach-Object { Get-Status "d$_.example" Critical Gone }' }
        @{ name = 'no domain'; code = 3; line = 'DKIM UNKNOWN: there is no domain to check'; body = '' }
        @{ name = 'an error'; code = 3; line = 'DKIM UNKNOWN: 1 failed: it / broke |*'
            body = 'Get-Status a.example Ok; Write-Error "it / broke"' }
        @{ name = 'an error beside a critical domain'; code = 2; line = 'DKIM CRITICAL:*'
            body = 'Write-Error broken; Get-Status a.example Critical Gone' }
        @{ name = 'an error that ends the command'; code = 3; line = 'DKIM UNKNOWN: no configuration'; body = 'throw "no`nconfiguration"' }
        @{ name = 'a domain and a configuration'; code = 0; line = 'DKIM OK:*'
            body = 'if ("$Domain $ConfigurationPath $Authoritative" -eq "a.example *.b.example /c.json True") { Get-Status a.example Ok }'
            arguments = '-c', '/c.json', '-a', 'a.example', '*.b.example' }
    ) {
        $arguments = if ($_.ContainsKey('arguments')) { $_.arguments } else { @() }
        $run = Invoke-Check (New-PwshWith $body) @arguments
        $run.Said | Should -BeLike $line
        $run.Code | Should -Be $code
        $run.Lines | Should -Be 1
    }

    It 'is UNKNOWN if pwsh <name>' -ForEach @(
        @{ name = 'takes too long'; text = 'sleep 60'; line = 'DKIM UNKNOWN: no result after 1 seconds' }
        @{ name = 'crashes'; text = 'echo it broke >&2; kill -ABRT $$'; line = 'DKIM UNKNOWN: the check ended with 134: it broke*' }
        @{ name = 'prints nothing'; text = 'exit 0'; line = 'DKIM UNKNOWN: the check ended with 0:*' }
        @{ name = 'exits with another code than its line tells'; text = 'echo "DKIM CRITICAL: x"; exit 0'; line = 'DKIM UNKNOWN:*' }
        @{ name = 'exits with 0 after an OK that is none'; text = 'echo "all DKIM OK: x"; exit 0'; line = 'DKIM UNKNOWN:*' }
    ) {
        $run = Invoke-Check (New-Program pwsh $text) -t 1
        $run.Said | Should -BeLike $line
        $run.Code | Should -Be 3
    }

    It 'is UNKNOWN if the call is wrong: <_>' -ForEach '-x', '-t', '-t 0', '-t abc', '-t 1 -- -a', '-h' {
        $arguments = $_ -split ' '
        (Invoke-Check (New-Program pwsh 'exit 0') @arguments).Code | Should -Be 3
    }

    It 'works as a link, for a user without a home, with the real module' -Skip:$NotRoot {
        $sandbox = New-Sandbox "/srv/opterius-dkim-check-$PID"
        try {
            $null = New-Item -ItemType SymbolicLink "$($sandbox.Root)/check_dkim" -Target $Check
            $said = & setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent "$($sandbox.Root)/check_dkim" -c $sandbox.Configuration 2>&1
            $LASTEXITCODE | Should -Be 3 -Because "$said"
            "$said" | Should -BeLike 'DKIM UNKNOWN: *'
        } finally {
            Remove-Item -Recurse $sandbox.Root
        }
    }
}

Describe 'The script of the report timer' {
    BeforeEach {
        $sandbox = New-Sandbox "$TestDrive/$([guid]::NewGuid())"
        $mail = "$($sandbox.Root)/mail"
        $text = '[ -e "FOLDER/refuse" ] && exit 75; echo "$*" >FOLDER/mail.to; cat >FOLDER/mail' -replace 'FOLDER', $sandbox.Root
        $sendmail = "$(New-Program sendmail $text)/sendmail"

        function Invoke-Report([string] $Body, [string] $Path = "$($sandbox.Root)/dkim.prom") {
            Remove-Item -ErrorAction Ignore $mail
            $pwsh = New-PwshWith $Body
            $said = & "$pwsh/pwsh" -NoProfile -NonInteractive -File "$Root/module/monitoring/opterius-dkim-report.ps1" -Path $Path `
                -MailTo postmaster@example.com -Sendmail $sendmail -ConfigurationPath $sandbox.Configuration 2>&1 | Out-String
            [pscustomobject]@{ Said = $said; Code = $LASTEXITCODE; Mail = Get-Content -Raw $mail -ErrorAction Ignore }
        }
    }

    It 'mails what changed, once, and nothing if nothing changed' {
        $first = Invoke-Report 'Get-Status a.example Ok; Get-Status b.example Ok'
        $first.Code | Should -Be 0 -Because $first.Said
        $first.Mail | Should -BeNullOrEmpty
        Get-Content "$($sandbox.Root)/dkim.prom" | Should -Contain 'dkim_health{domain="a.example"} 0'

        $second = Invoke-Report 'Get-Status a.example Critical Gone; Get-Status b.example Ok'
        $second.Code | Should -Be 0 -Because $second.Said
        $second.Mail | Should -Match '(?m)^Subject: DKIM on .*: 1 critical, 0 warning, 1 ok$'
        $second.Mail | Should -Match 'a\.example: Ok -> Critical\n    Gone: What Gone means\.\n      What to do\.'
        $second.Mail | Should -Not -Match 'b\.example'
        Get-Content "$mail.to" | Should -Be '-i -- postmaster@example.com'

        (Invoke-Report 'Get-Status a.example Critical Gone; Get-Status b.example Ok').Mail | Should -BeNullOrEmpty

        (Invoke-Report 'Get-Status a.example Ok; Get-Status b.example Ok').Mail | Should -Match 'a\.example: Critical -> Ok'
    }

    It 'mails again if the mail was not accepted' {
        $null = Invoke-Report 'Get-Status a.example Ok'
        Set-Content "$($sandbox.Root)/refuse" ''
        $refused = Invoke-Report 'Get-Status a.example Critical Gone'
        $refused.Code | Should -Be 1
        $refused.Said | Should -Match 'sendmail ended with 75'
        Remove-Item "$($sandbox.Root)/refuse"
        (Invoke-Report 'Get-Status a.example Critical Gone').Mail | Should -Match 'Ok -> Critical'
    }

    It 'compares nothing if an error may have left domains out, and says so' {
        $null = Invoke-Report 'Get-Status a.example Ok; Get-Status b.example Ok'
        $run = Invoke-Report 'Get-Status a.example Ok; Write-Error broken'
        $run.Code | Should -Be 1
        $run.Said | Should -Match 'broken'
        $run.Mail | Should -BeNullOrEmpty
        (Invoke-Report 'Get-Status a.example Ok; Get-Status b.example Ok').Mail | Should -BeNullOrEmpty
    }

    It 'writes the other reports and mails if one cannot be written' {
        $run = Invoke-Report 'Get-Status a.example Critical Gone' "/nonexistent/dkim.html:$($sandbox.Root)/dkim.csv"
        $run.Code | Should -Be 1
        $run.Said | Should -Match '/nonexistent/dkim.html'
        Get-Content "$($sandbox.Root)/dkim.csv" | Should -HaveCount 2
        $run.Mail | Should -Match 'a\.example: new, Critical'
    }
}

Describe 'The units of the report' {
    It '<_> is accepted by systemd' -Skip:$NoSystemd -ForEach 'opterius-dkim-report.service', 'opterius-dkim-report.timer' {
        foreach ($unit in 'opterius-dkim-report.service', 'opterius-dkim-report.timer') {
            (Get-Content -Raw "$Root/module/systemd/$unit") -replace '(?m)^ExecStart=\S+', "ExecStart=$Pwsh" | Set-Content "$TestDrive/$unit"
        }
        $said = systemd-analyze verify "$TestDrive/$_" 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $said
        $said | Should -Not -Match 'opterius-dkim'
    }

    It 'name the existing script' {
        (Get-Content -Raw "$Root/module/systemd/opterius-dkim-report.service") -match '(?m)^ExecStart=.* -File \S+/OpteriusDkim/(?<script>\S+)$' | Should -BeTrue
        "$Root/$($Matches.script)" | Should -Exist
    }
}
