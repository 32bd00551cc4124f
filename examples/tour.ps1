<#
.SYNOPSIS
A whole rotation in a sandbox: a key is made, published, proved and signs; then another takes its place.

.DESCRIPTION
Run it as root, by ./dkim -File examples/tour.ps1 or in pwsh. It needs BIND and OpenDKIM (Debian: bind9, opendkim, iproute2) and
starts both with a folder and a loopback address of their own; nothing else of the host is read or changed. Times
that take days otherwise take seconds here, and the whole tour half a minute. It removes everything at its end.

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
    # Two seconds: so long at most does a resolver remember, in this zone, that something isn't there.
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
    # Postfix isn't part of the tour: there is no main.cf, so nothing is said about the host's own Postfix.
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

# Shows a command as it is typed, then what it gives.
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

    Show 'A key, where the signer reads it and nobody else can.' "New-DkimKey $domain"
    Show 'Its record, published by dynamic update.' "Publish-DkimRecord $domain -Confirm:`$false"
    Show 'Proved by asking every server of the zone; -Wait stays until it is safe to sign.' "Test-DkimDns $domain -Authoritative -Wait"
    Show 'Tables, reload, and the proof that the daemon really signs.' "Enable-DkimSigning $domain -Confirm:`$false"
    Show 'What each running daemon does now.' "Test-DkimSigning $domain"
    Show 'Another key is to take its place: the plan, before anything happens.' "Invoke-DkimRotation $domain -WhatIf"
    Show 'The first step. Run it as often as you like: it goes as far as is safe, and no step further.' "Invoke-DkimRotation $domain -Confirm:`$false"
    Show 'To the end: proved in DNS, switched, drained, the old record seen gone.' "Invoke-DkimRotation $domain -Wait -Confirm:`$false"
    Show 'What signs now.' "Test-DkimSigning $domain"
    Show 'The old record is gone, the new one is there.' "Resolve-DkimRecord $domain mail, mail2 -Authoritative"
    Show 'The history.' "Get-DkimRotation $domain"
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
