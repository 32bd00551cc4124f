<#
.SYNOPSIS
Writes reports of all domains, and mails what has changed since the last run.

.DESCRIPTION
For a timer or cron, at any interval. It needs no terminal and never asks. It runs in pwsh and by ./dkim -File.

The last report is kept in report.json in the folder report of the state directory. A mail is sent if a domain's health or
the reasons for it have changed since then. If the mail can't be handed to sendmail, the next run tries again.

Exit codes:
  0  reports are written, and a mail that had to be sent was accepted
  1  something failed; the output has the reason
  2, 64, 70, 130, 143  wrong arguments, or stopped (from ./dkim, pwsh or the shell)

.PARAMETER Path
The reports to write, separated by colons: /var/www/dkim.html:/srv/dkim.prom. The extension tells the format, as for
Export-DkimReport. By default they are those in the environment variable OPTERIUS_DKIM_REPORTS.

.PARAMETER MailTo
The address for mails. By default that in the environment variable OPTERIUS_DKIM_MAILTO; without one no mail is sent.

.PARAMETER Sendmail
The program that takes the mail.

.PARAMETER ConfigurationPath
The configuration file; /etc/opterius-dkim/config.json by default.

.EXAMPLE
pwsh -NoProfile -NonInteractive -File opterius-dkim-report.ps1 -Path /var/www/dkim.html -MailTo postmaster@example.com

A command for cron.
#>
[CmdletBinding()]
param(
    [string] $Path = $env:OPTERIUS_DKIM_REPORTS,
    [string] $MailTo = $env:OPTERIUS_DKIM_MAILTO,
    [string] $Sendmail = '/usr/sbin/sendmail',
    [string] $ConfigurationPath
)
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
if (-not (Get-Command Export-DkimReport -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../../OpteriusDkim.psd1"
}

$script:failed = $false

function Write-Failure([string] $Text) {
    $script:failed = $true
    [Console]::Error.WriteLine("opterius-dkim-report: $Text")
}

function Send-Mail([string] $Text) {
    $subject, $body = $Text -split "`n", 2
    $message = @(
        "To: $MailTo"
        "Subject: $subject"
        'Auto-Submitted: auto-generated'
        'MIME-Version: 1.0'
        'Content-Type: text/plain; charset=utf-8'
        'Content-Transfer-Encoding: 8bit'
        ''
        $body.Trim("`n")
    ) -join "`n"
    $PSNativeCommandUseErrorActionPreference = $false
    $OutputEncoding = [Text.UTF8Encoding]::new($false)
    $said = $message | & $Sendmail -i -- $MailTo 2>&1 | Out-String
    if ($LASTEXITCODE) { throw "$Sendmail ended with ${LASTEXITCODE}: $($said.Trim())" }
}

try {
    $common = @{}
    if ($ConfigurationPath) { $common.ConfigurationPath = $ConfigurationPath }
    if ($MailTo -match '[^!-~]' -or $MailTo -match '^-') { throw "'$MailTo' is not an address for mails." }

    $state = (Get-DkimConfiguration @common | Where-Object Name -EQ stateDirectory).Value
    $folder = Join-Path $state report
    $last = Join-Path $folder report.json
    $now = Join-Path $folder report.new.json
    $null = New-Item -ItemType Directory -Force $folder
    if (-not (Test-Path $last)) { @() | Export-DkimReport $last @common }

    # A report that can't be written doesn't prevent the others.
    $paths = foreach ($one in $Path -split ':' -ne '') {
        if ($one -notmatch '\.(html?|csv|json|prom)$') {
            Write-Failure "$one has no extension that tells the format of the report: .prom, .html, .csv or .json."
        } elseif (-not (Test-Path -PathType Container ([IO.Path]::GetDirectoryName([IO.Path]::GetFullPath($one, "$PWD"))))) {
            Write-Failure "$one can't be written: its folder doesn't exist."
        } else {
            $one
        }
    }

    $failures = @()
    Get-DkimStatus @common -ErrorAction SilentlyContinue -ErrorVariable failures |
        Export-DkimReport -Path (@($now) + @($paths)) @common
    foreach ($failure in $failures) { Write-Failure "$($failure.Exception.Message)" }

    # With errors domains may be missing, and would be reported as removed.
    if (-not $failures) {
        $text = Compare-DkimStatus $last $now -AsText @common
        if ($text -and $MailTo) { Send-Mail $text }
        Move-Item -Force $now $last
    }
} catch {
    Write-Failure "$($_.Exception.Message)"
}

exit [int]$script:failed
