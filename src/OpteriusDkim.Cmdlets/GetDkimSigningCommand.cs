using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimSigning: predicts for each entry what the signer does, with all problems.</summary>
[Cmdlet(VerbsCommon.Get, "DkimSigning")]
[OutputType(typeof(DkimSigningEntry))]
public sealed class GetDkimSigningCommand : KeyCmdlet
{
    private readonly List<(SigningState State, SigningReport Report, HostFindings Host)> signers = [];

    /// <summary>The domains, with wildcards. The default is all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The signer. The default is the configured or installed one.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    private protected override void Begin()
    {
        var types = Configuration.Signers;
        if (types.Count == 0)
        {
            throw new NotFoundException(FindingTable.NoSigner.With(), null);
        }

        foreach (var type in types)
        {
            if (types.Count > 1)
            {
                Try(() => Open(type));
            }
            else
            {
                Open(type);
            }
        }
    }

    private protected override void Process()
    {
        if (Domain.Length == 0)
        {
            Write(report => report.Entries(_ => true));
        }

        foreach (var domain in Domain)
        {
            Try(() => Show(domain));
        }
    }

    private void Open(SignerType type)
    {
        var state = Composition.Signer(type, Configuration.SignerSettings).Read();
        if (state.NotEditable is { } reason)
        {
            Warn(reason);
        }

        // With several installed signers, only one that signs has to receive Postfix's mail.
        var isAdvised = Configuration.Signers.Count == 1 || state.MaySign;
        var host = new HostFindings(
            [.. state.OfProcess, .. isAdvised ? PostfixWiring.ProblemsOf(Configuration.PostfixConfigurationPath, state.Daemon) : []]);
        signers.Add((state, new SigningReport(state, Store, new KeySafety(), Composition.Ed25519()), host));
    }

    private void Show(string domain)
    {
        if (WildcardPattern.ContainsWildcardCharacters(domain))
        {
            var pattern = PatternOf(domain);
            Write(report => report.Entries(name => name is not null && (pattern.IsMatch(name.Value) || pattern.IsMatch(name.Unicode))));
            return;
        }

        var name = DomainName.Parse(domain);
        Write(report => report.EntriesFor(name));
        if (signers.Count > 0 && signers.All(signer => SignsNothing(signer.State, name)))
        {
            throw new NotFoundException(
                FindingTable.NothingSigns.With(
                    ("domain", name),
                    ("signer", string.Join(" or ", signers.Select(signer => signer.State.Signer.ProductName())))), name.Value);
        }
    }

    /// <summary>Whether no entry applies to a domain. False if the outcome is unknown.</summary>
    private static bool SignsNothing(SigningState state, DomainName domain) =>
        state.DecisionFor(domain) is { IsNone: true } decision
            && state.Undecided(domain, decision).Outcome != DkimSigningOutcome.Unreachable;

    private void Write(Func<SigningReport, IEnumerable<DkimSigningEntry>> entries)
    {
        foreach (var entry in signers.SelectMany(signer => entries(signer.Report).Select(signer.Host.AddTo)))
        {
            Cancellation.ThrowIfCancellationRequested();
            WriteObject(entry);
        }
    }
}
