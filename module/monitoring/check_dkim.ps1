<#
.SYNOPSIS
Prints the line of check_dkim and exits with its code. check_dkim calls it with a time limit.

.PARAMETER Domain
The domains to check, with wildcards. All by default.

.PARAMETER ConfigurationPath
The configuration file; /etc/opterius-dkim/config.json by default.

.PARAMETER Authoritative
Asks each name server of the zones.
#>
# Each word is a domain, and none the value of another parameter.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(ValueFromRemainingArguments)] [string[]] $Domain = @(),
    [string] $ConfigurationPath,
    [switch] $Authoritative
)
Set-StrictMode -Version 3

$codes = @{ OK = 0; WARNING = 1; CRITICAL = 2; UNKNOWN = 3 }

# A line break or | would end the text of the plugin.
function Stop-Check([string] $State, [string] $Text, [string] $Figures) {
    $line = "DKIM ${State}: $($Text -replace '[\r\n|]+', ' ')"
    if ($Figures) { $line += " | $Figures" }
    $line
    exit $codes[$State]
}

trap { Stop-Check UNKNOWN $_.Exception.Message }

if (-not (Get-Command Get-DkimStatus -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../../OpteriusDkim.psd1" -ErrorAction Stop
}

$ask = @{ Authoritative = $Authoritative }
if ($ConfigurationPath) { $ask.ConfigurationPath = $ConfigurationPath }
if ($Domain) { $ask.Domain = $Domain }

$failures = @()
$counts = @{ Ok = 0; Warning = 0; Critical = 0 }
$oldest = 0
# Only the worst are kept, as a host may have many domains.
$shown = @{ Warning = [Collections.Generic.List[string]]::new(); Critical = [Collections.Generic.List[string]]::new() }
Get-DkimStatus @ask -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue | ForEach-Object {
    $health = "$($_.Health)"
    $counts[$health]++
    if ($_.KeyAgeDays -gt $oldest) { $oldest = $_.KeyAgeDays }
    if ($health -ne 'Ok' -and $shown[$health].Count -lt 5) {
        $problems = [string[]] @($_.Findings | Where-Object Severity -NE Information | ForEach-Object Code)
        $shown[$health].Add("$($_.Domain) $([Linq.Enumerable]::Distinct($problems) -join ', ')".Trim())
    }
}

$total = $counts.Ok + $counts.Warning + $counts.Critical
$figures = "critical=$($counts.Critical);;0;0;$total warning=$($counts.Warning);0;;0;$total ok=$($counts.Ok);;;0;$total " +
    "oldest_key=$($oldest * 86400)s;;;0"
$summary = "$($counts.Critical) critical, $($counts.Warning) warning, $($counts.Ok) ok"
$problems = (@($shown.Critical) + @($shown.Warning)).Where({ $true }, 'First', 5)
$more = $counts.Critical + $counts.Warning - @($problems).Count
$text = if ($problems) { "${summary}: $($problems -join '; ')$(if ($more) { "; and $more more" })" } else { $summary }

if ($counts.Critical) { Stop-Check CRITICAL $text $figures }
if ($failures) { Stop-Check UNKNOWN "$($failures.Count) failed: $($failures[0].Exception.Message)" $figures }
if (-not $total) { Stop-Check UNKNOWN 'there is no domain to check' }
if ($counts.Warning) { Stop-Check WARNING $text $figures }
Stop-Check OK $text $figures
