using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Initialize-DkimSigner: sets up a signer so that signing can be enabled for domains, and keeps the keys that sign now.</summary>
[Cmdlet(VerbsData.Initialize, "DkimSigner", SupportsShouldProcess = true)]
[OutputType(typeof(DkimSignerSetup))]
public sealed class InitializeDkimSignerCommand : KeyCmdlet
{
    /// <summary>The signer. Optional if one is configured, or only one is installed.</summary>
    [Parameter(Position = 0)]
    [Alias("Type")]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    private protected override void Begin() => OpenWork("Setting up the signer", 1);

    private protected override void Process()
    {
        var type = Configuration.RequireSigner();
        var service = Composition.Setup(type, Configuration, Store, LookupInTurn());
        var plan = service.Preview();
        var writer = new ConfigurationWriter(Configuration.FilePath, Configuration, TimeProvider.System);
        SettingChange[] settings = Signer is null || !Configuration.NeedsSignerType
            ? []
            : [SettingChange.Of("signer.type", type.ToString(), null)];
        var edit = settings.Length > 0 ? writer.Plan(settings) : null;
        if (plan.IsEmpty && edit is null)
        {
            WriteObject(new DkimSignerSetup { Signer = type });
            return;
        }

        var files = edit is null ? plan.Files : [.. plan.Files, edit];
        string[] steps = [.. plan.Folders.Select(folder => $"new folder {folder.Path}"), LineDiff.Of(files)];
        if (ShouldProcess(
            $"Setting up {type.ProductName()}:\n{string.Join('\n', steps)}",
            $"Set up {type.ProductName()}?\n{string.Join('\n', steps)}",
            "Initialize-DkimSigner"))
        {
            Work.Start(type, stopping => ApplyAsync(service, writer, settings, stopping));
        }
    }

    /// <summary>signer.type is written last, so that it isn't set if the setup is refused.</summary>
    private async Task ApplyAsync(SetupService service, ConfigurationWriter writer, SettingChange[] settings, CancellationToken stopping)
    {
        var setup = await service.ApplyAsync(Work, stopping).ConfigureAwait(false);
        if (settings.Length > 0 && await writer.ApplyAsync(settings, Work, stopping).ConfigureAwait(false))
        {
            setup = setup with { Changes = [.. setup.Changes, Configuration.FilePath] };
        }

        Work.Emit(setup);
    }
}
