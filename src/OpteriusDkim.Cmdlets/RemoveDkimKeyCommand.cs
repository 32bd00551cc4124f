using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Remove-DkimKey: takes a key that no signer uses out of the store.</summary>
[Cmdlet(VerbsCommon.Remove, "DkimKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveDkimKeyCommand : KeyCmdlet
{
    /// <summary>The signing domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selector; it may be left out where the domain has one key only.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string? Selector { get; set; }

    /// <summary>Deletes the key; nothing of it is kept aside.</summary>
    [Parameter]
    public SwitchParameter Permanently { get; set; }

    private protected override void Begin() => OpenWork("Removing DKIM keys", 1);

    private protected override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => Remove(TheKeyOf(DomainName.Parse(domain), Selector)));
        }
    }

    private void Remove(RecordName name)
    {
        var path = Store.PathOf(name);
        References.RequireUnused(name, path);
        if (ShouldProcess(path, Permanently ? $"Delete the key of {name} for good" : $"Move the key of {name} aside"))
        {
            Work.Start(name.Domain.Value, stopping => Store.RemoveAsync(name, Permanently, Work, stopping));
        }
    }
}
