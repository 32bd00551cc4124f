using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Initialize-DkimSigner: sets a signer up so that domains can be enabled in it, and keeps what it signs now.</summary>
[Cmdlet(VerbsData.Initialize, "DkimSigner", SupportsShouldProcess = true)]
[OutputType(typeof(DkimSignerSetup))]
public sealed class InitializeDkimSignerCommand : KeyCmdlet
{
    /// <summary>Which signer; it may be left out where one is configured, or one is installed.</summary>
    [Parameter(Position = 0)]
    public SignerType? Type { get; set; }

    private protected override void Begin() => OpenWork("Setting the signer up", 1);

    private protected override void Process()
    {
        var type = Type ?? Configuration.RequireSigner();
        var service = Composition.Setup(type, Configuration, Store, LookupInTurn());
        var plan = service.Preview();
        if (plan.IsEmpty)
        {
            WriteObject(new DkimSignerSetup { Signer = type });
            return;
        }

        string[] steps = [.. plan.Folders.Select(folder => $"new folder {folder.Path}"), .. plan.Files.Select(LineDiff.Of)];
        if (ShouldProcess($"Setting {type} up:\n{string.Join('\n', steps)}", $"Set {type} up?\n{string.Join('\n', steps)}", "Initialize-DkimSigner"))
        {
            Work.Start(type, async stopping => Work.Emit(await service.ApplyAsync(Work, stopping).ConfigureAwait(false)));
        }
    }
}
