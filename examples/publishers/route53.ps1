<#
.SYNOPSIS
Publishes DKIM records in Amazon Route 53 with the aws command line, which supports roles and SSO.

.DESCRIPTION
Needs pwsh, and aws (version 2) with credentials that permit route53:ListHostedZonesByName,
route53:ListResourceRecordSets and route53:ChangeResourceRecordSets. Set publisher.script to this script,
or to one that calls it with your values:

    param($Action, $Record)
    & /usr/local/share/OpteriusDkim/examples/publishers/route53.ps1 -Action $Action -Record $Record -ZoneId Z0123456789ABCDEFGHIJ

It can be run again: if the record is already as wanted, it changes nothing. It fails if another record has the name.

.PARAMETER Action
Publish or Unpublish.

.PARAMETER Record
The record: Name (the full name without a final dot), Ttl (seconds), Value (the text), Strings (the text in parts of at most
255 bytes), PublicKey (as in p=).

.PARAMETER ZoneId
The id of the hosted zone. By default the public zone that contains the name is looked up.

.PARAMETER Aws
The aws program.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateSet('Publish', 'Unpublish')] [string] $Action,
    [Parameter(Mandatory)] $Record,
    [string] $ZoneId,
    [string] $Aws = 'aws'
)
$ErrorActionPreference = 'Stop'
$name = "$($Record.Name)."

function Invoke-Route53 {
    $said = & $Aws route53 @args --output json 2>&1
    if ($LASTEXITCODE -ne 0) { throw "aws route53 $($args[0]): $said" }
    "$said" | ConvertFrom-Json
}

# The zone is the domain or a parent of it.
for ($labels = $Record.Name -split '\.'; -not $ZoneId -and $labels.Count -ge 2; $labels = $labels[1..($labels.Count - 1)]) {
    $zone = $labels -join '.'
    $ZoneId = (Invoke-Route53 list-hosted-zones-by-name --dns-name $zone --max-items 10).HostedZones |
        Where-Object { $_.Name -eq "$zone." -and -not $_.Config.PrivateZone } | ForEach-Object Id | Select-Object -First 1
}
if (-not $ZoneId) { throw "No public hosted zone contains $($Record.Name)." }

# Route 53 changes all records of a name and type together. A CNAME sorts before TXT.
$sets = @((Invoke-Route53 list-resource-record-sets --hosted-zone-id $ZoneId --start-record-name $name --start-record-type CNAME --max-items 20).ResourceRecordSets |
        Where-Object Name -eq $name)
if ($sets | Where-Object Type -eq 'CNAME') { throw "$name is an alias (CNAME); it can't have other records." }
$set = $sets | Where-Object Type -eq 'TXT' | Select-Object -First 1
$tombstone = $Record.Value -replace 'p=.*$', 'p='
$present = @($set.ResourceRecords.Value | Where-Object { $_ })
$ours = @($present | Where-Object {
        $text = $_ -replace '"\s+"' -replace '^"|"$'
        $text -eq $tombstone -or ($text -replace '\s').Contains("p=$($Record.PublicKey)")
    })
if ($ours.Count -lt $present.Count -and ($Action -eq 'Publish' -or $ours.Count -eq 0)) {
    throw "${name} has another record: $($present -join ', ')"
}

$wanted = ($Record.Strings | ForEach-Object { "`"$_`"" }) -join ' '
if ($Action -eq 'Publish') {
    if ($present.Count -eq 1 -and $present[0] -eq $wanted) { exit 0 }
    $change = @{ Action = 'UPSERT'; ResourceRecordSet = @{ Name = $name; Type = 'TXT'; TTL = $Record.Ttl; ResourceRecords = @(@{ Value = $wanted }) } }
}
elseif ($present.Count -eq 0) { exit 0 }
elseif ($present.Count -eq $ours.Count) { $change = @{ Action = 'DELETE'; ResourceRecordSet = $set } }
else {
    $rest = @($present | Where-Object { $_ -notin $ours } | ForEach-Object { @{ Value = $_ } })
    $change = @{ Action = 'UPSERT'; ResourceRecordSet = @{ Name = $name; Type = 'TXT'; TTL = $set.TTL; ResourceRecords = $rest } }
}
$batch = @{ Comment = 'DKIM'; Changes = @($change) } | ConvertTo-Json -Depth 10 -Compress
$null = Invoke-Route53 change-resource-record-sets --hosted-zone-id $ZoneId --change-batch $batch
"$Action $name in Route 53"
exit 0
