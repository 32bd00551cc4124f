<#
.SYNOPSIS
Publishes DKIM records with BIND's nsupdate. Needs nsupdate and dig (Debian: bind9-dnsutils).

.DESCRIPTION
For servers that require SIG(0) or GSS-TSIG, which the publisher DynamicUpdate doesn't support. Copy this script, or write one
that calls it with your values, and set publisher.script to it:

    param($Action, $Record)
    & /usr/local/share/OpteriusDkim/examples/publishers/nsupdate.ps1 -Action $Action -Record $Record `
        -Server 192.0.2.1 -KeyFile /etc/opterius-dkim/tsig.key

It can be run again: if the record is already as wanted, it sends nothing. It fails if another record has the name. The
prerequisites of the update make it fail if the name was changed after the lookup.

.PARAMETER Action
Publish or Unpublish.

.PARAMETER Record
The record: Name (the full name without a final dot), Ttl (seconds), Value (the text), Strings (the text in parts of at most
255 bytes), PublicKey (as in p=).

.PARAMETER Server
The primary server of the zone, a name or an address.

.PARAMETER Port
Its DNS port.

.PARAMETER KeyFile
A TSIG key as tsig-keygen writes it, with mode 0600.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateSet('Publish', 'Unpublish')] [string] $Action,
    [Parameter(Mandatory)] $Record,
    [string] $Server = '127.0.0.1',
    [int] $Port = 53,
    [string] $KeyFile = '/etc/opterius-dkim/tsig.key'
)
$ErrorActionPreference = 'Stop'
$name = "$($Record.Name)."

function Get-Record {
    param([string] $Type)
    $lines = dig "@$Server" -p $Port +norecurse +noall +answer +tcp $name $Type 2>&1
    if ($LASTEXITCODE -ne 0) { throw "dig: $lines" }
    # Each line is NAME TTL CLASS TYPE DATA.
    foreach ($line in $lines) {
        $fields = "$line" -split '\s+', 5
        if ($fields.Count -eq 5 -and $fields[0] -eq $name -and $fields[3] -eq $Type) { $fields[4] }
    }
}

if (Get-Record CNAME) { throw "$name is an alias (CNAME); it can't have other records." }

$present = @(Get-Record TXT)
$tombstone = $Record.Value -replace 'p=.*$', 'p='
$ours = @($present | Where-Object {
        $text = $_ -replace '" "' -replace '^"|"$' -replace '\\;', ';'
        $text -eq $tombstone -or ($text -replace '\s').Contains("p=$($Record.PublicKey)")
    })
if ($ours.Count -lt $present.Count -and ($Action -eq 'Publish' -or $ours.Count -eq 0)) {
    throw "${name} has another record: $($present -join ', ')"
}

$wanted = ($Record.Strings | ForEach-Object { "`"$_`"" }) -join ' '
if ($Action -eq 'Publish' -and $present.Count -eq 1 -and $present[0] -eq $wanted) { exit 0 }
if ($Action -eq 'Unpublish' -and $present.Count -eq 0) { exit 0 }

$update = @(
    "server $Server $Port"
    "prereq nxrrset $name CNAME"
    if ($present.Count -eq 0) { "prereq nxrrset $name TXT" } else { $present | ForEach-Object { "prereq yxrrset $name TXT $_" } }
    $ours | ForEach-Object { "update delete $name TXT $_" }
    if ($Action -eq 'Publish') { "update add $name $($Record.Ttl) TXT $wanted" }
    'send'
) -join "`n"
$commands = [System.IO.Path]::GetTempFileName()
try {
    [System.IO.File]::WriteAllText($commands, $update + "`n")
    $said = nsupdate -v -k $KeyFile $commands 2>&1
    if ($LASTEXITCODE -ne 0) { throw "nsupdate: $said" }
}
finally {
    [System.IO.File]::Delete($commands)
}
"$Action $name at $Server"
exit 0
