<#
.SYNOPSIS
Publishes DKIM records in Amazon Route 53, by the aws command line.

.DESCRIPTION
Needs pwsh, and aws (version 2) with credentials that permit route53:ListHostedZonesByName,
route53:ListResourceRecordSets and route53:ChangeResourceRecordSets. Name this script in publisher.script, or one that
calls it with your values:

    param($Action, $Record)
    & /usr/local/share/OpteriusDkim/examples/publishers/route53.ps1 -Action $Action -Record $Record -ZoneId Z0123456789ABCDEFGHIJ

It may be called twice: where the record is there as wanted, it changes nothing. What isn't the key's own record makes
it fail.

.PARAMETER Action
Publish or Unpublish.

.PARAMETER Record
The record: Name (whole, without a final dot), Ttl (seconds), Value (the text), Strings (the same in pieces of at most
255 bytes), PublicKey (as in p=).

.PARAMETER ZoneId
The id of the hosted zone. Left out, the public zone is looked up that holds the name.

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

# The zone is the domain or one above it.
for ($labels = $Record.Name -split '\.'; -not $ZoneId -and $labels.Count -ge 2; $labels = $labels[1..($labels.Count - 1)]) {
    $zone = $labels -join '.'
    $ZoneId = (Invoke-Route53 list-hosted-zones-by-name --dns-name $zone --max-items 10).HostedZones |
        Where-Object { $_.Name -eq "$zone." -and -not $_.Config.PrivateZone } | ForEach-Object Id | Select-Object -First 1
}
if (-not $ZoneId) { throw "There is no public hosted zone that holds $($Record.Name)." }

# All records of one name and type are one set here, with one TTL, and are changed as one. A CNAME sorts before TXT.
$sets = @((Invoke-Route53 list-resource-record-sets --hosted-zone-id $ZoneId --start-record-name $name --start-record-type CNAME --max-items 20).ResourceRecordSets |
        Where-Object Name -eq $name)
if ($sets | Where-Object Type -eq 'CNAME') { throw "$name is an alias (CNAME); no record may stand beside it." }
$set = $sets | Where-Object Type -eq 'TXT' | Select-Object -First 1
$tombstone = $Record.Value -replace 'p=.*$', 'p='
$present = @($set.ResourceRecords.Value | Where-Object { $_ })
$ours = @($present | Where-Object {
        $text = $_ -replace '"\s+"' -replace '^"|"$'
        $text -eq $tombstone -or ($text -replace '\s').Contains("p=$($Record.PublicKey)")
    })
if ($ours.Count -lt $present.Count -and ($Action -eq 'Publish' -or $ours.Count -eq 0)) {
    throw "Something else is at ${name}: $($present -join ', ')"
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
