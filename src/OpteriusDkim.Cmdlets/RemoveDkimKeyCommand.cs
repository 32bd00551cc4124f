using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Remove-DkimKey: removes keys that no signer uses from the store.</summary>
[Cmdlet(VerbsCommon.Remove, "DkimKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DkimKey))]
public sealed class RemoveDkimKeyCommand : NamedKeyCmdlet
{
    /// <summary>Deletes the key without a backup.</summary>
    [Parameter]
    public SwitchParameter Permanently { get; set; }

    /// <summary>Returns the removed keys, without their private parts.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin() => OpenWork("Removing DKIM keys", 1);

    private protected override void Process(string domain) => ForKeysOf(domain, Selectors, Remove);

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
