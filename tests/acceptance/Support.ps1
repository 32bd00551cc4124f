# Shared by the suites: a folder with its own configuration, and BIND on loopback.

function New-Sandbox {
    param([string] $Folder)

    $null = New-Item -ItemType Directory -Force -Path $Folder
    $sandbox = [pscustomobject]@{
        Root          = $Folder
        Keys          = Join-Path $Folder 'keys'
        State         = Join-Path $Folder 'state'
        Configuration = Join-Path $Folder 'config.json'
    }
    @{
        keyDirectory   = $sandbox.Keys
        stateDirectory = $sandbox.State
        signer         = @{ type = 'OpenDkim'; configuration = Join-Path $Folder 'opendkim.conf' }
    } | ConvertTo-Json | Set-Content $sandbox.Configuration
    "UserID opendkim`nKeyTable $Folder/KeyTable" | Set-Content "$Folder/opendkim.conf"
    Set-Content "$Folder/KeyTable" ''
    $sandbox
}

# A sandbox whose OpenDKIM signs for example.com. No daemon runs. Port 9 of loopback never answers, and no query leaves the host.
function New-SigningSandbox {
    param([string] $Folder)

    $sandbox = New-Sandbox $Folder
    $settings = Get-Content -Raw $sandbox.Configuration | ConvertFrom-Json -AsHashtable
    $settings.dns = @{ servers = @('127.0.0.1:9'); timeout = '00:00:00.2' }
    $settings | ConvertTo-Json -Depth 5 | Set-Content $sandbox.Configuration
    "UserID opendkim`nKeyTable $Folder/KeyTable`nSigningTable refile:$Folder/SigningTable" | Set-Content "$Folder/opendkim.conf"
    $null = New-DkimKey example.com -ConfigurationPath $sandbox.Configuration
    "mail._domainkey.example.com example.com:mail:$($sandbox.Keys)/example.com/mail.private" | Set-Content "$Folder/KeyTable"
    '*@example.com mail._domainkey.example.com' | Set-Content "$Folder/SigningTable"
    $sandbox
}

# All names below a folder, including hidden ones, with each file's attributes.
function Get-Tree {
    param([string] $Folder)

    Get-ChildItem $Folder -Recurse -Force | Sort-Object FullName | ForEach-Object {
        "$($_.FullName) $($_.UnixMode) $($_.User) $($_.LastWriteTimeUtc.Ticks)"
    }
}

# A port below the kernel's ephemeral range.
function Get-FreePort {
    while ($true) {
        $port = Get-Random -Minimum 10000 -Maximum 30000
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, $port)
        try {
            $listener.Start()
            return $port
        } catch [System.Net.Sockets.SocketException] {
            continue
        } finally {
            $listener.Stop()
        }
    }
}

# An authoritative server for example.com, whose records Publish-Record sets later. With -Updatable it creates
# a TSIG key, tsig.key in its folder, and accepts updates signed with it. With -At it listens on port 53 of a separate
# address, for NS records.
function Start-NameServer {
    param([string] $Folder, [switch] $Updatable, [string] $At)

    $null = New-Item -ItemType Directory -Force -Path $Folder
    $key = $permission = ''
    if ($Updatable) {
        /usr/sbin/tsig-keygen dkim-key | Set-Content "$Folder/tsig.key"
        chmod 600 "$Folder/tsig.key"
        $key = "include `"$Folder/tsig.key`";"
        $permission = 'update-policy { grant dkim-key wildcard *._domainkey.example.com. TXT; };'
    }
    $port = if ($At) { 53 } else { Get-FreePort }
    $host4 = if ($At) { $At } else { '127.0.0.1' }
    $server = [pscustomobject]@{
        Folder = $Folder; Host = $host4; Address = if ($At) { $At } else { "127.0.0.1:$port" }; Serial = 1; Process = $null
    }
    Write-Zone $server @()
    @"
options {
  directory "$Folder"; pid-file "$Folder/named.pid"; session-keyfile "$Folder/session.key";
  listen-on port $port { $host4; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; notify no;
};
controls { };
$key
zone "example.com" { type primary; file "$Folder/example.com.zone"; $permission };
"@ | Set-Content "$Folder/named.conf"
    $server.Process = Start-Process /usr/sbin/named -ArgumentList '-c', "$Folder/named.conf", '-g' -PassThru `
        -RedirectStandardError "$Folder/named.log" -RedirectStandardOutput "$Folder/named.out"
    Wait-ForLog $server ' running'
    $server
}

# An unused address of this host, derived from the process id, as several suites may run at once.
function Add-LoopbackAddress {
    param([int] $Number)

    $address = "127.$(32 + ($PID -shr 8) % 32).$($PID % 256).$Number"
    ip address add "$address/32" dev lo
    $address
}

function Remove-LoopbackAddress {
    param([string] $Address)

    ip address del "$Address/32" dev lo
}

# Replaces the zone's records and reloads the server.
function Publish-Record {
    param($Server, [string[]] $Record)

    $Server.Serial++
    Write-Zone $Server $Record
    /bin/kill -HUP $Server.Process.Id
    Wait-ForLog $Server "zone example.com/IN: loaded serial $($Server.Serial)"
}

function Stop-NameServer {
    param($Server)

    if ($Server -and -not $Server.Process.HasExited) {
        $Server.Process.Kill()
        $Server.Process.WaitForExit()
    }
}

function Write-Zone {
    param($Server, [string[]] $Record)

    @('$TTL 300', "@ IN SOA ns hostmaster $($Server.Serial) 3600 600 86400 60", '@ IN NS ns', "ns IN A $($Server.Host)") + $Record |
        Set-Content "$($Server.Folder)/example.com.zone"
}

function Wait-ForLog {
    param($Server, [string] $Text)

    $until = [datetime]::UtcNow.AddSeconds(30)
    while (-not (Select-String -Path "$($Server.Folder)/named.log" -SimpleMatch $Text -Quiet)) {
        if ($Server.Process.HasExited -or [datetime]::UtcNow -gt $until) {
            throw "BIND did not say '$Text':`n$(Get-Content -Raw "$($Server.Folder)/named.log")"
        }
        Start-Sleep -Milliseconds 20
    }
}
