<#
.SYNOPSIS
Publishes DKIM records by the API of Cloudflare.

.DESCRIPTION
Needs pwsh, and an API token with the permission Zone / DNS / Edit for the zones (and Zone / Zone / Read, unless -ZoneId
is given), in a file that nobody else can read. Name this script in publisher.script, or one that calls it with your
values:

    param($Action, $Record)
    & /usr/local/share/OpteriusDkim/examples/publishers/cloudflare.ps1 -Action $Action -Record $Record -ZoneId 023e105f4ecef8ad9ca31a8372d0c353

It may be called twice: where the record is there as wanted, it changes nothing. What isn't the key's own record makes
it fail.

.PARAMETER Action
Publish or Unpublish.

.PARAMETER Record
The record: Name (whole, without a final dot), Ttl (seconds), Value (the text), Strings (the same in pieces of at most
255 bytes), PublicKey (as in p=).

.PARAMETER TokenFile
The file with the API token.

.PARAMETER ZoneId
The zone's id, 32 hexadecimal digits. Left out, it is looked up.

.PARAMETER Api
The address of the API.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateSet('Publish', 'Unpublish')] [string] $Action,
    [Parameter(Mandatory)] $Record,
    [string] $TokenFile = '/etc/opterius-dkim/cloudflare.token',
    [string] $ZoneId,
    [string] $Api = 'https://api.cloudflare.com/client/v4'
)
$ErrorActionPreference = 'Stop'
$token = "$(Get-Content -Raw $TokenFile)".Trim()

function Invoke-Api {
    param([string] $Method, [string] $Path, $Body)
    $request = @{
        Method = $Method; Uri = "$Api/$Path"; Headers = @{ Authorization = "Bearer $token" }
        SkipHttpErrorCheck = $true; TimeoutSec = 30
    }
    if ($Body) { $request += @{ Body = $Body | ConvertTo-Json; ContentType = 'application/json' } }
    $answer = Invoke-RestMethod @request
    if (-not $answer.success) {
        throw "Cloudflare refuses $Method ${Path}: $(($answer.errors | ForEach-Object { "$($_.code) $($_.message)" }) -join '; ')"
    }
    $answer.result
}

# The zone is the domain or one above it.
for ($labels = $Record.Name -split '\.'; -not $ZoneId -and $labels.Count -ge 2; $labels = $labels[1..($labels.Count - 1)]) {
    $ZoneId = (Invoke-Api GET "zones?name=$($labels -join '.')").id
}
if (-not $ZoneId) { throw "This token sees no zone that holds $($Record.Name)." }

$tombstone = $Record.Value -replace 'p=.*$', 'p='
$present = @(Invoke-Api GET "zones/$ZoneId/dns_records?name=$($Record.Name)&per_page=100")
if ($present | Where-Object type -eq 'CNAME') { throw "$($Record.Name) is an alias (CNAME); no record may stand beside it." }
$present = @($present | Where-Object type -eq 'TXT' | ForEach-Object {
        $text = $_.content -replace '"\s+"' -replace '^"|"$'
        [pscustomobject]@{
            Id = $_.id; Text = $text
            Wanted = $text -eq $Record.Value
            Ours = $text -eq $tombstone -or ($text -replace '\s').Contains("p=$($Record.PublicKey)")
        }
    })
$foreign = @($present | Where-Object Ours -eq $false)
if ($foreign -and ($Action -eq 'Publish' -or $foreign.Count -eq $present.Count)) {
    throw "Something else is at $($Record.Name): $($foreign.Text -join ', ')"
}

$ours = @($present | Where-Object Ours | Sort-Object Wanted -Descending)
if ($Action -eq 'Publish') {
    # One of the key's own records becomes the new one, so that there is never none, nor two.
    $content = ($Record.Strings | ForEach-Object { "`"$_`"" }) -join ' '
    # Less than a minute Cloudflare doesn't take, but for 1, which means automatic.
    $body = @{ type = 'TXT'; name = $Record.Name; content = $content; ttl = [math]::Max(60, [math]::Min(86400, $Record.Ttl)) }
    if ($ours.Count -eq 0) { $null = Invoke-Api POST "zones/$ZoneId/dns_records" $body }
    elseif (-not $ours[0].Wanted) { $null = Invoke-Api PATCH "zones/$ZoneId/dns_records/$($ours[0].Id)" $body }
    $ours = @($ours | Select-Object -Skip 1)
}
foreach ($old in $ours) {
    $null = Invoke-Api DELETE "zones/$ZoneId/dns_records/$($old.Id)"
}
"$Action $($Record.Name) at Cloudflare"
exit 0
