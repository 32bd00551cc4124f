using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The base of cmdlets on key permissions: the selected keys and the signers.</summary>
public abstract class KeyPermissionCmdlet : NamedKeyCmdlet
{
    private readonly HashSet<(string Path, bool? IsSafe, bool? IsReadable, string Codes)> written = [];
    private KeyPermissions? permissions;

    /// <summary>
    /// The signers that have to read the keys. The default is the host's signer and every signer that uses a key in its tables.
    /// </summary>
    [Parameter]
    [Alias("Type")]
    public SignerType[] Signer { get; set; } = [];

    private protected KeyPermissions Permissions => permissions ??=
        new KeyPermissions(Configuration.SignerSettings, References, Store.Location, new KeySafety());

    /// <summary>
    /// Writes the state of a key and its folders. A folder that several keys share is written once, unless its state differs.
    /// </summary>
    private protected void WriteState(RecordName name, string path)
    {
        foreach (var item in Permissions.Test(name, path, Signer))
        {
            if (written.Add((item.Path, item.IsSafe, item.IsReadable, item.FindingCodes)))
            {
                WriteObject(item);
            }
        }
    }

    /// <summary>Processes one key.</summary>
    private protected abstract void WorkOn(RecordName name, string path);

    /// <summary>Keys are listed without reading them, because unreadable keys have to be included.</summary>
    private protected sealed override void Process(string domain)
    {
        var selectors = Selectors;
        var wanted = StoreSelection.FilterOf(selectors);
        if (WildcardPattern.ContainsWildcardCharacters(domain))
        {
            foreach (var found in DomainsOf(domain))
            {
                Try(() => WorkOnEach(found, Store.SelectorsOf(found).Where(wanted)));
            }

            return;
        }

        var name = DomainName.Parse(domain);
        var present = Store.SelectorsOf(name);
        if (selectors is null && present.Count == 0)
        {
            throw Selection.Missing(name, null);
        }

        WorkOnEach(name, present.Where(wanted));
        foreach (var missing in selectors?.Where(
            text => !WildcardPattern.ContainsWildcardCharacters(text) && !present.Contains(Names.Selector.Parse(text))) ?? [])
        {
            WriteError(Selection.Missing(name, missing).ToErrorRecord());
        }
    }

    private void WorkOnEach(DomainName domain, IEnumerable<Selector> selectors)
    {
        foreach (var selector in selectors)
        {
            Cancellation.ThrowIfCancellationRequested();
            var name = new RecordName(domain, selector);
            Try(() => WorkOn(name, Store.PathOf(name)));
        }
    }
}
