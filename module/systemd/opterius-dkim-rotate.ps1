<#
.SYNOPSIS
Continues all DKIM rotations in progress, starts those that are due, and prints a summary.

.DESCRIPTION
For a timer or cron, at any interval. It needs no terminal and never asks. It runs in pwsh and by ./dkim -File.

Exit codes:
  0  nothing failed, and nobody has to act
  1  something failed; the summary has the reason and the advice
  3  nothing failed, and somebody has to publish or remove a record; the summary shows it
  2, 64, 70, 130, 143  wrong arguments, or stopped (from ./dkim, pwsh or the shell)

.PARAMETER ConfigurationPath
The configuration file; /etc/opterius-dkim/config.json by default.

.PARAMETER IncludeManual
Also starts rotations of domains whose DNS is edited by hand.

.PARAMETER Quiet
Prints nothing if nothing failed, nothing changed and nobody has to act, so that cron sends no mail.

.PARAMETER WhatIf
Shows what would be done without doing it.

.EXAMPLE
pwsh -NoProfile -NonInteractive -File opterius-dkim-rotate.ps1 -Quiet

A command for cron, which sends mail if something failed, changed or waits for somebody.
#>
[CmdletBinding()]
param(
    [string] $ConfigurationPath,
    [switch] $IncludeManual,
    [switch] $Quiet,
    [switch] $WhatIf
)
Set-StrictMode -Version 3
if (-not (Get-Command Invoke-DkimRotation -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../../OpteriusDkim.psd1" -ErrorAction Stop
}

function Format-Time([datetime] $Time) {
    $Time.ToUniversalTime().ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture) + ' UTC'
}

function Format-Finding($Finding) {
    "    $($Finding.Message)"
    if ($Finding.Advice) { "    $($Finding.Advice)" }
}

function Format-Rotation($Rotation) {
    $state = "  $Rotation"
    if ($Rotation.NotBefore) { $state += ", not before $(Format-Time $Rotation.NotBefore)" }
    $state
    if ($Rotation.NextAction) { "    $($Rotation.NextAction)" }
    foreach ($finding in $Rotation.Findings | Where-Object Severity -NE Information) { Format-Finding $finding }
    if ($Rotation.Record) {
        "    Name   $($Rotation.Record.Name)"
        "    Type   $($Rotation.Record.Type)"
        "    Value  $($Rotation.Record.Value)"
    }
}

function Format-Failure($Failure) {
    "  $($Failure.Exception.Message)"
    if ($Failure.ErrorDetails -and $Failure.ErrorDetails.RecommendedAction) {
        "    $($Failure.ErrorDetails.RecommendedAction)"
    }
}

function Format-Section([string] $Title, [string[]] $Lines) {
    if ($Lines) { ''; "${Title}:"; $Lines }
}

$common = @{}
if ($ConfigurationPath) { $common.ConfigurationPath = $ConfigurationPath }

$before = @{}
foreach ($rotation in Get-DkimRotation -Running @common -ErrorAction SilentlyContinue) { $before[$rotation.Domain] = "$rotation" }

$failures = @()
$rotations = @(Invoke-DkimRotation -Due -IncludeManual:$IncludeManual -WhatIf:$WhatIf -Confirm:$false @common `
        -ErrorAction SilentlyContinue -ErrorVariable failures)

$failed, $rest = $rotations.Where({ $_.Findings.Severity -contains 'Error' }, 'Split')
$forPeople, $rest = $rest.Where({ $_.WaitingFor -eq 'Person' }, 'Split')
$moved, $unmoved = $rest.Where({ $before[$_.Domain] -ne "$_" }, 'Split')
$failedCount = $failures.Count + $failed.Count

if (-not $Quiet -or $failedCount -or $forPeople.Count -or $moved.Count) {
    $title = if ($WhatIf) { 'DKIM rotation, what would be done' } else { 'DKIM rotation' }
    "${title}: $failedCount failed, $($forPeople.Count) waiting for a person, $($moved.Count) progressed, $($unmoved.Count) waiting."
    Format-Section 'Failed' @($failures.ForEach({ Format-Failure $_ }); $failed.ForEach({ Format-Rotation $_ }))
    Format-Section 'Waiting for a person' $forPeople.ForEach({ Format-Rotation $_ })
    Format-Section 'Progressed' $moved.ForEach({ Format-Rotation $_ })
    Format-Section 'Waiting for DNS, a signer or time' $unmoved.ForEach({ Format-Rotation $_ })
}

exit $(if ($failedCount) { 1 } elseif ($forPeople.Count) { 3 } else { 0 })
