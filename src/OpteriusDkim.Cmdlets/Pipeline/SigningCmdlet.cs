using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>What the cmdlets that change what signs share: they collect their domains, and act once at the end.</summary>
public abstract class SigningCmdlet : KeyCmdlet
{
    /// <summary>What is wanted for each domain; null where that can't be told.</summary>
    private readonly Dictionary<DomainName, SigningChange?> changes = [];

    /// <summary>The domains.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    private protected ISigner Signer { get; private set; } = null!;

    /// <summary>Whether a signature has to verify against the published record too.</summary>
    private protected virtual bool MustMatchDns => true;

    private protected sealed override void Begin()
    {
        Signer = Composition.Signer(Configuration.RequireSigner(), Configuration);
        OpenWork("Changing what signs", 1);
    }

    private protected sealed override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() =>
            {
                var change = ChangeFor(DomainName.Parse(domain));
                if (!changes.TryAdd(change.Domain, change) && changes[change.Domain] is var other && other?.To?.Selector != change.To?.Selector)
                {
                    changes[change.Domain] = null;
                    throw new InvalidInputException(
                        FindingTable.SelectorAmbiguous.With(("domain", change.Domain), ("selectors", string.Join(", ", Store.SelectorsOf(change.Domain)))), change.Domain.Value);
                }
            });
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
        var request = new SigningRequest([.. ready.Where(change => ShouldProcess(Target(change), Action(change)))]) { MustMatchDns = MustMatchDns };
        if (edit is { Files.Count: > 0 })
        {
            var difference = string.Join('\n', edit.Files.Select(LineDiff.Of));
            ShouldProcess($"Changing the tables of {Signer.Type}:\n{difference}", $"Change the tables of {Signer.Type}?\n{difference}", "Tables");
        }

        if (request.Changes.Count > 0)
        {
            Work.Start(Signer.Type, stopping => ApplyAsync(service, request, stopping));
            base.End();
        }
    }

    /// <summary>What is wanted for one domain.</summary>
    private protected abstract SigningChange ChangeFor(DomainName domain);

    /// <summary>Those of the changes that may be tried; writes an error for each other.</summary>
    private protected virtual IReadOnlyList<SigningChange> Check(IReadOnlyList<SigningChange> wanted) => wanted;

    /// <summary>What is done to a domain, as a person is asked about it.</summary>
    private protected abstract string Action(SigningChange change);

    /// <summary>Writes what is to be shown of a change that was made.</summary>
    private protected virtual void Show(SigningChange change, SigningState state)
    {
    }

    private string Target(SigningChange change) => $"{change.Domain} ({Signer.Type})";

    private SigningService Service() => new(
        Signer, Composition.SigningProof(LookupInTurn()), Composition.Reload(Configuration), Store, new KeySafety(), Configuration.StateDirectory, TimeProvider.System);

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

    private async Task ApplyAsync(SigningService service, SigningRequest request, CancellationToken stopping)
    {
        var results = await service.ApplyAsync(request, Work, stopping).ConfigureAwait(false);
        var state = Signer.Read();
        foreach (var result in results)
        {
            foreach (var test in result.Tests)
            {
                Work.Tell(test.ToString());
            }

            if (result.Succeeded)
            {
                Show(result.Change, state);
            }
            else
            {
                Work.Fail(new InUseException(result.Finding!, result.Change.Domain.Value));
            }
        }
    }
}
