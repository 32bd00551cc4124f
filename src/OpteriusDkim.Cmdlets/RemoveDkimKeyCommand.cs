using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Remove-DkimKey: takes a key that no signer uses out of the store.</summary>
[Cmdlet(VerbsCommon.Remove, "DkimKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveDkimKeyCommand : KeyCmdlet
{
    private PipelineWork? work;

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

    private protected override void Begin() => work = new PipelineWork(this, "Removing DKIM keys", 1, Cancellation);

    private protected override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => Remove(TheKeyOf(DomainName.Parse(domain))));
        }
    }

    private protected override void End() => work!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        work?.Dispose();
        base.Dispose(disposing);
    }

    private void Remove(RecordName name)
    {
        var path = Store.PathOf(name);
        References.RequireUnused(path);
        if (ShouldProcess(path, Permanently ? $"Delete the key of {name} for good" : $"Move the key of {name} aside"))
        {
            work!.Start(name.Domain.Value, stopping => Store.RemoveAsync(name, Permanently, work, stopping));
        }
    }

    private RecordName TheKeyOf(DomainName domain)
    {
        var selectors = Store.SelectorsOf(domain);
        var wanted = string.IsNullOrEmpty(Selector) ? null : OpteriusDkim.Selector.Parse(Selector);
        return wanted is not null
            ? selectors.Contains(wanted) ? new RecordName(domain, wanted) : throw MissingKey(domain, wanted.Value)
            : selectors.Count switch
            {
                0 => throw MissingKey(domain, null),
                1 => new RecordName(domain, selectors[0]),
                _ => throw new InvalidInputException(
                    FindingTable.SelectorAmbiguous.With(("domain", domain), ("selectors", string.Join(", ", selectors))), domain.Value),
            };
    }
}
