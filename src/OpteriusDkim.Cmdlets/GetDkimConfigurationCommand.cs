using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimConfiguration: shows each effective value and its source.</summary>
[Cmdlet(VerbsCommon.Get, "DkimConfiguration")]
[OutputType(typeof(DkimSetting))]
public sealed class GetDkimConfigurationCommand : DkimCmdlet
{
    /// <summary>The settings, with wildcards.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>A domain for which the patterns under domains apply.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string? Domain { get; set; }

    private protected override void Process()
    {
        var settings = Configuration.Settings(string.IsNullOrEmpty(Domain) ? null : DomainName.Parse(Domain)).ToArray();
        foreach (var name in Name)
        {
            Try(() => Write(name, settings));
        }
    }

    private void Write(string name, DkimSetting[] settings)
    {
        var pattern = PatternOf(name);
        var matching = settings.Where(setting => pattern.IsMatch(setting.Name)).ToArray();
        if (matching.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            throw UnknownSetting.Error(name);
        }

        WriteObject(matching.Select(setting => setting.AsShown()), enumerateCollection: true);
    }
}
