using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The base of cmdlets that change signing. They collect domains and make all changes at the end.</summary>
public abstract class SigningCmdlet : KeyCmdlet
{
    /// <summary>The change for each domain; null if it is ambiguous.</summary>
    private readonly Dictionary<DomainName, SigningChange?> changes = [];

    private ISigner? tables;

    /// <summary>The signing domains, with wildcards that match domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The signer. The default is the configured or installed one.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    private protected ISigner Tables => tables!;

    /// <summary>Whether a signature also has to verify with the published record.</summary>
    private protected virtual bool MustMatchDns => true;

    private protected sealed override void Begin()
    {
        tables = Composition.Signer(Configuration.RequireSigner(), Configuration.SignerSettings);
        OpenWork("Changing DKIM signing", 1);
    }

    private protected sealed override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => Add(domain));
        }
    }

    private protected sealed override void End()
    {
        var wanted = changes.Values.OfType<SigningChange>().ToArray();
        if (wanted.Length == 0)
        {
            return;
        }

        var service = Service();
        var ready = Check(wanted);
        var edit = IsDryRun ? Preview(service, ready) : null;
        ready = [.. ready.Where(change => edit?.Refused.ContainsKey(change.Domain) != true)];
        var request = new SigningRequest([.. ready.Where(change => ShouldProcess(Target(change), Action(change)))])
        {
            MustMatchDns = MustMatchDns,
        };
        if (edit is { Files.Count: > 0 })
        {
            var difference = LineDiff.Of(edit.Files);
            ShouldProcess(
                $"Changing the tables of {Tables.Type.ProductName()}:\n{difference}",
                $"Change the tables of {Tables.Type.ProductName()}?\n{difference}",
                "Tables");
        }

        if (request.Changes.Count > 0)
        {
            Work.Start(Tables.Type, stopping => ApplyAsync(service, request, stopping));
            base.End();
        }
    }

    /// <summary>The change for a named domain.</summary>
    private protected abstract SigningChange ChangeFor(DomainName domain);

    /// <summary>The change for a domain that matches a pattern; null for none.</summary>
    private protected abstract SigningChange? ChangeForMatching(DomainName domain);

    /// <summary>Filters the changes that may be made, and writes errors for the others.</summary>
    private protected virtual IReadOnlyList<SigningChange> Check(IReadOnlyList<SigningChange> wanted) => wanted;

    /// <summary>The action in the confirmation prompt.</summary>
    private protected abstract string Action(SigningChange change);

    /// <summary>Writes the output for a change.</summary>
    private protected virtual void Show(SigningChange change, SigningState before, SigningState after)
    {
    }

    private string Target(SigningChange change) => $"{change.Domain} ({Tables.Type.ProductName()})";

    private void Add(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text))
        {
            Add(ChangeFor(DomainName.Parse(text)));
            return;
        }

        foreach (var domain in DomainsOf(text))
        {
            Try(() =>
            {
                if (ChangeForMatching(domain) is { } change)
                {
                    Add(change);
                }
            });
        }
    }

    private void Add(SigningChange change)
    {
        if (!changes.TryAdd(change.Domain, change) && changes[change.Domain]?.To?.Selector != change.To?.Selector)
        {
            changes[change.Domain] = null;
            throw new InvalidInputException(
                FindingTable.SelectorAmbiguous.With(
                    ("domain", change.Domain), ("selectors", string.Join(", ", Store.SelectorsOf(change.Domain)))), change.Domain.Value);
        }
    }

    private SigningService Service() => new(
        Tables,
        Composition.SigningProof(LookupInTurn(), PostfixWiring.SubmissionOf(Configuration.PostfixConfigurationPath)),
        Composition.Reload(Configuration),
        Store,
        new KeySafety(),
        Configuration.StateDirectory,
        TimeProvider.System);

    /// <summary>For -WhatIf: refused changes are errors, as without -WhatIf.</summary>
    private SigningEdit Preview(SigningService service, IReadOnlyList<SigningChange> ready)
    {
        var edit = service.PreviewAsync(new SigningRequest(ready), Cancellation).GetAwaiter().GetResult();
        foreach (var (domain, finding) in edit.Refused)
        {
            WriteError(new InUseException(finding, domain.Value).ToErrorRecord());
        }

        return edit;
    }

    /// <summary>The change has been made and proved, so a failure to show it is a warning.</summary>
    private void TryShow(SigningChange change, SigningState before, SigningState after)
    {
        try
        {
            Show(change, before, after);
        }
        catch (DkimException exception)
        {
            Work.Warn(exception.Finding);
        }
    }

    private async Task ApplyAsync(SigningService service, SigningRequest request, CancellationToken stopping)
    {
        var before = Tables.Read();
        var results = await service.ApplyAsync(request, Work, stopping).ConfigureAwait(false);
        var after = Tables.Read();
        foreach (var result in results)
        {
            foreach (var test in result.Tests)
            {
                Work.Report(test.ToString());
            }

            if (result.Succeeded)
            {
                TryShow(result.Change, before, after);
            }
            else
            {
                Work.Fail(new InUseException(result.Finding!, result.Change.Domain.Value));
            }
        }
    }
}
