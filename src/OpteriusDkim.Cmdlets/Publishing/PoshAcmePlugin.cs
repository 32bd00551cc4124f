using System.Collections;
using System.Management.Automation;
using System.Net;

namespace OpteriusDkim;

/// <summary>A DNS plugin of the module Posh-ACME. Its secrets are given in the types of its parameters.</summary>
internal sealed class PoshAcmePlugin : IDnsPlugin
{
    // Plugins use functions of their module, so their code has to run inside of it. Cmdlets that the engine itself lacks aren't used.
    private const string Script = """
        param([string] $Plugin, [string] $Name, [string[]] $Remove, [string] $Add, [hashtable] $Plain, [hashtable] $Secret)
        $ErrorActionPreference = 'Stop'
        $module = Import-Module Posh-ACME -MinimumVersion 4.0 -PassThru
        & $module {
            param($Module, $Plugin, $Name, $Remove, $Add, $Plain, $Secret)
            $ErrorActionPreference = 'Stop'
            $path = @($Module.ModuleBase + '/Plugins'; $env:POSHACME_PLUGINS) | Where-Object { $_ } |
                ForEach-Object { [IO.Path]::Combine($_, "$Plugin.ps1") } | Where-Object { [IO.File]::Exists($_) }
            if (-not $path) { throw "Posh-ACME $($Module.Version) has no plugin $Plugin" }
            . @($path)[0]
            $parameters = (Get-Command Add-DnsTxt).Parameters
            $arguments = @{}
            foreach ($key in @($Plain.Keys) + @($Secret.Keys)) {
                if (-not $parameters.ContainsKey($key)) { throw "the plugin has no parameter $key" }
                $type = $parameters[$key].ParameterType
                $isSecret = $type -in [securestring], [pscredential]
                if ($isSecret -and $Plain.ContainsKey($key)) {
                    throw "the value of $key is a secret: write it as file:/PATH or secret:VAULT/NAME"
                }
                $arguments[$key] = if ($Plain.ContainsKey($key)) {
                    if ($type -in [switch], [bool]) { [bool]::Parse($Plain[$key]) } else { $Plain[$key] }
                } elseif ($type -eq [securestring]) { $Secret[$key].Password }
                elseif ($type -ne [pscredential]) { $Secret[$key].GetNetworkCredential().Password }
                elseif ($Secret[$key].UserName -ne '-') { $Secret[$key] }
                else {
                    $user, $password = $Secret[$key].GetNetworkCredential().Password -split ':', 2
                    [pscredential]::new($user, [System.Net.NetworkCredential]::new('', $password).SecurePassword)
                }
            }
            foreach ($text in $Remove) { Remove-DnsTxt -RecordName $Name -TxtValue $text @arguments }
            if ($Add) { Add-DnsTxt -RecordName $Name -TxtValue $Add @arguments }
            Save-DnsTxt @arguments
        } $module $Plugin $Name $Remove $Add $Plain $Secret
        """;

    private readonly Hashtable plain = [];
    private readonly Dictionary<string, ServiceCredential> secrets = new(StringComparer.OrdinalIgnoreCase);

    private PoshAcmePlugin(string name) => Name = name;

    public string Name { get; }

    /// <summary>Reads the arguments and their secrets.</summary>
    /// <exception cref="DkimException">An argument is invalid, or its secret can't be read.</exception>
    public static PoshAcmePlugin Of(string name, IReadOnlyList<string> arguments, ISecretVault vaults)
    {
        var plugin = new PoshAcmePlugin(name);
        foreach (var argument in arguments.Select(PluginArgument.Parse))
        {
            if (argument.Source is { } source)
            {
                plugin.secrets[argument.Name] = source.Read(vaults);
            }
            else
            {
                plugin.plain[argument.Name] = argument.Value;
            }
        }

        return plugin;
    }

    public Task<string?> RunAsync(
        string name, IReadOnlyList<string> remove, string? add, IProgressLog log, CancellationToken cancellation) => Task.Run(
        () => new OwnRunspace(log) { Redact = WithoutSecrets }.Run(
            shell => shell.AddScript(Script).AddParameters(new Dictionary<string, object?>
            {
                ["Plugin"] = Name,
                ["Name"] = name,
                ["Remove"] = remove.ToArray(),
                ["Add"] = add,
                ["Plain"] = plain.Clone(),
                ["Secret"] = Secrets(),
            }),
            cancellation),
        cancellation);

    private string WithoutSecrets(string text) =>
        secrets.Values.Aggregate(text, (cleaned, secret) => secret.RemoveFrom(cleaned));

    /// <summary>The secrets as credentials. A file has user and password as <c>USER:PASSWORD</c> where a plugin wants both.</summary>
    private Hashtable Secrets()
    {
        var credentials = new Hashtable();
        foreach (var (name, secret) in secrets)
        {
            credentials[name] = new PSCredential(secret.User ?? "-", new NetworkCredential("", secret.Reveal()).SecurePassword);
        }

        return credentials;
    }
}
