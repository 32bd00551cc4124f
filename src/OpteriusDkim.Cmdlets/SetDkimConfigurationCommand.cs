using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Set-DkimConfiguration: sets values in the configuration file and keeps its comments and order.</summary>
[Cmdlet(VerbsCommon.Set, "DkimConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = ValueSet)]
[OutputType(typeof(DkimSetting))]
public sealed class SetDkimConfigurationCommand : DkimCmdlet
{
    private const string ValueSet = "Value";
    private const string RemoveSet = "Remove";

    private readonly List<SettingChange> changes = [];

    /// <summary>The setting, for example signer.type.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The value: a string, a number, a duration or a list.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ValueSet)]
    [ArgumentCompleter(typeof(SettingValueCompleter))]
    public object[] Value { get; set; } = [];

    /// <summary>Removes the setting from the file, so that its default applies.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RemoveSet)]
    public SwitchParameter Remove { get; set; }

    /// <summary>The domains to which it applies, or patterns as under domains in the file: *.example.com, *.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DomainName", "FQDN")]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[]? Domain { get; set; }

    /// <summary>Returns the settings that apply afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override DkimConfiguration LoadConfiguration(string? path) => DkimConfiguration.LoadIfPresent(path);

    private protected override void Begin() => OpenWork("Changing the configuration", 1);

    private protected override void Process()
    {
        var value = Value.Select(item => item is PSObject wrapped ? wrapped.BaseObject : item).ToArray();
        // An empty cell of a table is an error: the value would apply to all domains.
        foreach (var pattern in IsGiven(nameof(Domain)) ? (Domain ?? [""]).Select(name => name ?? "") : [null!])
        {
            Try(() => changes.Add(Remove ? SettingChange.Removal(Name, pattern) : SettingChange.Of(Name, value, pattern)));
        }
    }

    private protected override void End()
    {
        var writer = new ConfigurationWriter(Configuration.FilePath, Configuration, TimeProvider.System);
        if (changes.Count > 0 && writer.Plan(changes) is { } edit)
        {
            var difference = LineDiff.Of(edit);
            if (!ShouldProcess(
                $"Changing the configuration:\n{difference}", $"Change the configuration?\n{difference}", "Set-DkimConfiguration"))
            {
                return;
            }

            Work.Start(Configuration.FilePath, stopping => writer.ApplyAsync(changes, Work, stopping));
            Work.Finish();
        }

        Show();
    }

    private void Show()
    {
        if (PassThru && !IsDryRun && changes.Count > 0)
        {
            var written = DkimConfiguration.LoadIfPresent(Configuration.FilePath);
            foreach (var change in changes.DistinctBy(change => (change.Name, change.Pattern)))
            {
                WriteObject(written.Effective(change.Name, change.Pattern).AsShown());
            }
        }
    }
}
