<#
.SYNOPSIS
Publishes DKIM records by a DNS plugin of Posh-ACME, which has one for most DNS services.

.DESCRIPTION
Needs pwsh and the module Posh-ACME 4 (Install-Module Posh-ACME -Scope AllUsers). Write a script beside this one that
calls it with the plugin's name and its arguments, which (Get-PAPlugin NAME -Guide) explains, and name that in
publisher.script:

    param($Action, $Record)
    & /usr/local/share/OpteriusDkim/examples/publishers/posh-acme.ps1 -Action $Action -Record $Record `
        -Plugin Hetzner -PluginArgs (Import-Clixml /etc/opterius-dkim/hetzner.xml)

    # Once, as root: @{ HetznerToken = Read-Host -AsSecureString } | Export-Clixml /etc/opterius-dkim/hetzner.xml
    # On Linux that file is not encrypted: chmod 600.

What the plugins can't do: they see no records of others (the module does, before it calls the script), and remove a
record by its exact text only. A record of the key in another spelling has to be removed by hand. Whether values of more
than 255 bytes are split as they have to be depends on the service: Test-DkimDns tells.

.PARAMETER Action
Publish or Unpublish.

.PARAMETER Record
The record: Name (whole, without a final dot), Value (the text).

.PARAMETER Plugin
The plugin's name.

.PARAMETER PluginArgs
Its arguments.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateSet('Publish', 'Unpublish')] [string] $Action,
    [Parameter(Mandatory)] $Record,
    [Parameter(Mandatory)] [string] $Plugin,
    [hashtable] $PluginArgs = @{}
)
$ErrorActionPreference = 'Stop'
$module = Import-Module Posh-ACME -PassThru
$path = Join-Path $module.ModuleBase "Plugins/$Plugin.ps1"
if (-not (Test-Path $path)) { throw "Posh-ACME $($module.Version) has no plugin $Plugin." }

# Inside the module, for plugins use its own functions.
& $module {
    param($Action, $Record, $Path, $PluginArgs)
    . $Path
    if ($Action -eq 'Publish') { Add-DnsTxt -RecordName $Record.Name -TxtValue $Record.Value @PluginArgs }
    else { Remove-DnsTxt -RecordName $Record.Name -TxtValue $Record.Value @PluginArgs }
    Save-DnsTxt @PluginArgs
} $Action $Record $path $PluginArgs
"$Action $($Record.Name) by the plugin $Plugin"
exit 0
