# A session that has already loaded another DnsClient: each uses its own.

BeforeDiscovery {
    $NoBind = -not (Test-Path /usr/sbin/named)
}

Describe 'A session with another version of DnsClient' -Skip:$NoBind {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $Manifest = (Resolve-Path "$PSScriptRoot/../../OpteriusDkim.psd1").Path
        $sandbox = New-Sandbox "$TestDrive/isolation"
        $server = Start-NameServer "$TestDrive/named"

        # In a separate process, since a loaded assembly can't be unloaded.
        $script = @'
param($Manifest, $Configuration, $Server, $StandIn)
$ErrorActionPreference = 'Stop'
# Add-Type generates assembly names; the compiler accepts ours.
Add-Type -Path "$PSHOME/Microsoft.CodeAnalysis.dll", "$PSHOME/Microsoft.CodeAnalysis.CSharp.dll"
$source = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText(@"
[assembly: System.Reflection.AssemblyVersion("99.0.0.0")]
namespace DnsClient { public static class LookupClient { public static string Greet() { return "the session's own"; } } }
"@)
$compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
    'DnsClient',
    [Microsoft.CodeAnalysis.SyntaxTree[]]$source,
    [Microsoft.CodeAnalysis.MetadataReference[]][Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location),
    [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new([Microsoft.CodeAnalysis.OutputKind]::DynamicallyLinkedLibrary))
$file = [System.IO.File]::Create($StandIn)
$compiled = $compilation.Emit($file)
$file.Dispose()
if (-not $compiled.Success) { throw $compiled.Diagnostics }
Add-Type -Path $StandIn
Import-Module $Manifest
$PSDefaultParameterValues['*-Dkim*:ConfigurationPath'] = $Configuration
$key = New-DkimKey example.com
$test = $key | Test-DkimDns -Server $Server
# Sends no query, but lists the system's resolvers with DnsClient.
$null = Test-DkimDns none.example
[pscustomobject]@{
    Outcome  = $test.Servers.Outcome.ToString()
    Status   = $test.Status.ToString()
    StandIn  = [DnsClient.LookupClient]::Greet()
    Versions = @([System.AppDomain]::CurrentDomain.GetAssemblies().GetName().Where{ $_.Name -eq 'DnsClient' }.Version.Major | Sort-Object)
} | ConvertTo-Json -Compress
'@
        Set-Content "$TestDrive/isolation.ps1" $script
        $result = pwsh -NoProfile -File "$TestDrive/isolation.ps1" $Manifest $sandbox.Configuration $server.Address "$TestDrive/DnsClient.dll" |
            ConvertFrom-Json
    }

    AfterAll {
        Stop-NameServer $server
    }

    It 'gets answers from DNS' {
        $result.Outcome | Should -Be 'NoSuchName'
        $result.Status | Should -Be 'KeyGenerated'
    }

    It 'continues to use its own' {
        $result.StandIn | Should -Be "the session's own"
        $result.Versions | Should -Be 1, 99
    }
}
