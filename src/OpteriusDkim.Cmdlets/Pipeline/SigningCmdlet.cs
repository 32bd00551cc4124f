using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>What the cmdlets that change what signs share: they collect their domains, and act once at the end.</summary>
public abstract class SigningCmdlet : KeyCmdlet
{
    /// <summary>What is wanted for each domain; null where that is unknown.</summary>
    private readonly Dictionary<DomainName, SigningChange?> changes = [];

    private ISigner? tables;

    /// <summary>The signing domains; wildcards are taken, and mean domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The signer; the configured or installed one where none is given.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    /// <summary>The signer's tables.</summary>
    private protected ISigner Tables => tables!;

    /// <summary>Whether a signature has to verify against the published record too.</summary>
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

    /// <summary>What is wanted for one domain that was named.</summary>
    private protected abstract SigningChange ChangeFor(DomainName domain);

    /// <summary>What is wanted for a domain that a pattern matches; null where it isn't meant.</summary>
    private protected abstract SigningChange? ChangeForMatching(DomainName domain);

    /// <summary>Those of the changes that may be tried; writes an error for each other.</summary>
    private protected virtual IReadOnlyList<SigningChange> Check(IReadOnlyList<SigningChange> wanted) => wanted;

    /// <summary>What is done to a domain, as a person is asked about it.</summary>
    private protected abstract string Action(SigningChange change);

    /// <summary>Writes what is to be shown of a change that was made.</summary>
    /// <param name="change">The change.</param>
    /// <param name="before">The tables before the change.</param>
    /// <param name="after">The tables after it.</param>
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

    /// <summary>For -WhatIf: what would be refused is an error, as it would be.</summary>
    private SigningEdit Preview(SigningService service, IReadOnlyList<SigningChange> ready)
    {
        var edit = service.PreviewAsync(new SigningRequest(ready), Cancellation).GetAwaiter().GetResult();
        foreach (var (domain, finding) in edit.Refused)
        {
            WriteError(new InUseException(finding, domain.Value).ToErrorRecord());
        }

        return edit;
    }

    /// <summary>The change is made and proven; that it can't be shown is a warning.</summary>
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
