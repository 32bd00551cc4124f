<#
.SYNOPSIS
Shows the whole life of a key in a sandbox: generate, publish, verify, sign, rotate.

.DESCRIPTION
Run it as root, by ./dkim -File examples/tour.ps1 or in pwsh. It needs BIND and OpenDKIM (Debian: bind9, opendkim, iproute2).
It starts both in a folder of their own, on a loopback address, and changes nothing else on the host. Waits that usually take days
take seconds here; the whole tour takes half a minute. At the end everything is removed.

.PARAMETER Folder
The sandbox. OpenDKIM refuses keys below folders that others can write to, so not below /tmp.
#>
[CmdletBinding()]
param([string] $Folder = "/srv/opterius-dkim-tour-$PID")

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$named = '/usr/sbin/named'
$opendkim = '/usr/sbin/opendkim'
$ip = '/usr/sbin/ip'
$address = "127.$(53 + $PID % 150).$([math]::Floor($PID / 150) % 250).53"
$domain = 'example.com'

if ([Environment]::UserName -ne 'root') { throw 'Only root can start BIND on port 53 and become OpenDKIM''s user: run it as root.' }
foreach ($program in $named, $opendkim, '/usr/sbin/tsig-keygen', $ip) {
    if (-not [IO.File]::Exists($program)) { throw "There is no ${program}: apt install bind9 opendkim iproute2" }
}
if (-not (Get-Command Invoke-DkimRotation -ErrorAction Ignore)) { Import-Module "$PSScriptRoot/../OpteriusDkim.psd1" }

$daemons = [Collections.Generic.List[Diagnostics.Process]]::new()

function Start-Daemon([string] $Program, [string[]] $Arguments, [scriptblock] $IsReady) {
    $start = [Diagnostics.ProcessStartInfo]::new($Program)
    foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
    $process = [Diagnostics.Process]::Start($start)
    $daemons.Add($process)
    $until = [datetime]::UtcNow.AddSeconds(20)
    while (-not (& $IsReady)) {
        if ($process.HasExited -or [datetime]::UtcNow -gt $until) { throw "$Program did not start." }
        [Threading.Thread]::Sleep(50)
    }
}

function Start-NameServer {
    $key = & /usr/sbin/tsig-keygen tour-key
    [IO.File]::WriteAllLines("$Folder/tsig.key", [string[]]$key)
    [IO.File]::SetUnixFileMode("$Folder/tsig.key", 'UserRead, UserWrite')
    [IO.File]::WriteAllText("$Folder/named.conf", @"
options {
  directory "$Folder/dns"; pid-file "$Folder/dns/named.pid"; session-keyfile "$Folder/dns/session.key";
  listen-on { $address; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; notify no;
};
controls { };
logging { channel log { file "$Folder/dns/named.log"; }; category default { log; }; };
include "$Folder/tsig.key";
zone "$domain" { type primary; file "$domain.zone"; update-policy { grant tour-key wildcard *._domainkey.$domain. TXT; }; };
"@)
    # Resolvers cache negative answers of this zone for two seconds.
    [IO.File]::WriteAllText("$Folder/dns/$domain.zone", @"
`$TTL 2
@ IN SOA ns hostmaster 1 3600 600 86400 2
@ IN NS ns
ns IN A $address

"@)
    Start-Daemon $named @('-c', "$Folder/named.conf", '-f') {
        [IO.File]::Exists("$Folder/dns/named.log") -and [IO.File]::ReadAllText("$Folder/dns/named.log").Contains('running')
    }
}

function Start-Signer {
    Start-Daemon $opendkim @('-f', '-x', "$Folder/opendkim.conf") { [IO.File]::Exists("$Folder/run/opendkim.sock") }
}

function Write-Configuration {
    [IO.File]::WriteAllText("$Folder/opendkim.conf", @"
UserID opendkim
Mode s
Syslog no
Socket local:$Folder/run/opendkim.sock
PidFile $Folder/run/opendkim.pid
KeyTable $Folder/tables/KeyTable
SigningTable refile:$Folder/tables/SigningTable

"@)
    # This main.cf doesn't exist, so the host's own Postfix isn't checked.
    [IO.File]::WriteAllText("$Folder/config.json", @"
{
  "keyDirectory": "$Folder/keys", "stateDirectory": "$Folder/state", "ttl": 2,
  "dns": { "servers": ["$address"] },
  "signer": { "type": "OpenDkim", "configuration": "$Folder/opendkim.conf", "postfix": "$Folder/main.cf" },
  "publisher": { "type": "DynamicUpdate", "server": "$address", "keyFile": "$Folder/tsig.key" },
  "rotation": { "drain": "00:00:10" }
}
"@)
    $env:OPTERIUS_DKIM_CONFIG = "$Folder/config.json"
}

# Shows a command as it is typed, then its output.
function Show([string] $Words, [string] $Command) {
    '', "# $Words", "PS> $Command" | Out-Default
    & ([scriptblock]::Create($Command)) | Out-Default
}

$before = $env:OPTERIUS_DKIM_CONFIG
try {
    foreach ($part in 'dns', 'run', 'tables') { [void][IO.Directory]::CreateDirectory("$Folder/$part") }
    foreach ($table in 'KeyTable', 'SigningTable') { [IO.File]::WriteAllText("$Folder/tables/$table", '') }
    & chown opendkim: "$Folder/run" "$Folder/tables"
    Write-Configuration
    & $ip address add "$address/32" dev lo
    Start-NameServer
    Start-Signer

    Show 'Generate a key that only the signer can read.' "New-DkimKey $domain"
    Show 'Publish its record by dynamic update.' "Publish-DkimRecord $domain -Confirm:`$false"
    Show 'Ask every server of the zone, until it is safe to sign.' "Test-DkimDns $domain -Authoritative -Wait"
    Show 'Edit the tables, reload the daemon, and prove that it signs.' "Enable-DkimSigning $domain -Confirm:`$false"
    Show 'Test what each running daemon does.' "Test-DkimSigning $domain"
    Show 'Plan the replacement of the key.' "Invoke-DkimRotation $domain -WhatIf"
    Show 'Start it. Run this at any time: it does what is safe now.' "Invoke-DkimRotation $domain -Confirm:`$false"
    Show 'Continue to the end: prove in DNS, switch, drain, remove the old record.' "Invoke-DkimRotation $domain -Wait -Confirm:`$false"
    Show 'Test what signs now.' "Test-DkimSigning $domain"
    Show 'Look both records up.' "Resolve-DkimRecord $domain mail, mail2 -Authoritative"
    Show 'Show the history.' "Get-DkimRotation $domain"
}
finally {
    $env:OPTERIUS_DKIM_CONFIG = $before
    foreach ($daemon in $daemons) {
        if (-not $daemon.HasExited) { $daemon.Kill() }
        $daemon.WaitForExit()
        $daemon.Dispose()
    }
    & $ip address del "$address/32" dev lo
    [IO.Directory]::Delete($Folder, $true)
}
