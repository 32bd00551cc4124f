using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Remove-DkimKey: takes keys that no signer uses out of the store.</summary>
[Cmdlet(VerbsCommon.Remove, "DkimKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DkimKey))]
public sealed class RemoveDkimKeyCommand : KeyCmdlet
{
    /// <summary>The signing domains; wildcards are taken, and mean domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selectors, wildcards are taken; they may be left out where the domain has one key only.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    /// <summary>Deletes the key; no backup of it is kept.</summary>
    [Parameter]
    public SwitchParameter Permanently { get; set; }

    /// <summary>Gives the keys that were removed, their public halves.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin() => OpenWork("Removing DKIM keys", 1);

    private protected override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => ForKeysOf(domain, Given(Selector), Remove));
        }
    }

    private void Remove(RecordName name)
    {
        var path = Store.PathOf(name);
        var remains = Store.CheckRemove(name);
        foreach (var finding in remains)
        {
            Warn(finding);
        }

        if (!ShouldProcess(path, Permanently ? $"Delete the key of {name} permanently" : $"Move the key of {name} to the backups"))
        {
            return;
        }

        var removed = PassThru && Store.Find(name) is { } key ? Show(key) : null;
        Work.Start(name.Domain.Value, async stopping =>
        {
            await Store.RemoveAsync(name, Permanently, Work, stopping).ConfigureAwait(false);
            if (removed is not null)
            {
                Work.Emit(removed);
            }
        });
    }
}
