using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Enable-DkimSigning: adds keys to the signer's tables, reloads it, and proves with real signatures that it signs with them.
/// </summary>
[Cmdlet(VerbsLifecycle.Enable, "DkimSigning", SupportsShouldProcess = true)]
[OutputType(typeof(DkimSigningEntry))]
public sealed class EnableDkimSigningCommand : SigningCmdlet
{
    private const int MaxConcurrentLookups = 64;

    private SigningReport? report;
    private HostFindings? host;

    /// <summary>The selector, with wildcards. Optional if the domain has a single key.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SelectorCell]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    /// <summary>Signs mail of subdomains as well.</summary>
    [Parameter]
    public SwitchParameter IncludeSubdomains { get; set; }

    /// <summary>Accepts a key that isn't verified in DNS, and replaces one that signs.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool MustMatchDns => !Force;

    private protected override SigningChange ChangeFor(DomainName domain) => ChangeTo(Selection.SingleKeyOf(domain, Given(Selector)));

    /// <summary>A pattern matches only domains with such a key.</summary>
    private protected override SigningChange? ChangeForMatching(DomainName domain) =>
        Store.SelectorsOf(domain).Any(StoreSelection.FilterOf(Given(Selector))) ? ChangeFor(domain) : null;

    private SigningChange ChangeTo(RecordName name)
    {
        var domain = name.Domain;
        var key = Store.Find(name) ?? throw Selection.Missing(domain, name.Selector.Value);
        if (key.PublicKey.Forgery() is { } forgery)
        {
            throw new BrokenDataException(forgery, key.Path);
        }

        return new SigningChange(domain, key) { Replace = Force, IncludeSubdomains = IncludeSubdomains };
    }

    private protected override IReadOnlyList<SigningChange> Check(IReadOnlyList<SigningChange> wanted)
    {
        if (Force)
        {
            return wanted;
        }

        // On pool threads, because this is the pipeline thread.
        var tests = Task.Run(() => LookUpAsync(wanted)).GetAwaiter().GetResult();
        var ready = new List<SigningChange>(wanted.Count);
        foreach (var (change, test) in wanted.Zip(tests))
        {
            if (test.Status == DkimDnsStatus.Verified)
            {
                ready.Add(change);
            }
            else
            {
                WriteError(new InUseException(NotVerified(change, test), change.Domain.Value).ToErrorRecord());
            }
        }

        return ready;
    }

    private protected override string Action(SigningChange change) =>
        $"Sign with the selector {change.To!.Selector}{(change.IncludeSubdomains ? ", including mail of subdomains" : "")}";

    private protected override void Show(SigningChange change, SigningState before, SigningState after)
    {
        report ??= new SigningReport(after, Store, new KeySafety(), Composition.Ed25519());
        host ??= new HostFindings(
            [.. after.OfProcess, .. PostfixWiring.ProblemsOf(Configuration.PostfixConfigurationPath, after.Daemon)]);
        foreach (var entry in report.EntriesFor(change.Domain).OrderByDescending(entry => entry.Selector == change.To!.Selector.Value)
            .Take(1))
        {
            Work.Emit(host.AddTo(entry));
        }
    }

    private static DkimFinding NotVerified(SigningChange change, DkimDnsTest test) => FindingTable.KeyNotVerified.With(
        ("name", change.To!.RecordName),
        ("status", test.StatusText),
        ("why", Reason(test)),
        ("advice", test.Findings.Count > 0 ? test.Findings[0].Advice : "Run Test-DkimDns for details."));

    private static string Reason(DkimDnsTest test)
    {
        var reason = test.Findings.Count > 0 ? test.Findings[0].Message : "no server answered";
        var servers = test.Servers.Select(server => server.ServerName).OfType<string>().Distinct().ToArray();
        return servers.Length == 0
            ? reason
            : $"receivers may ask {string.Join(" or ", servers)}, which "
                + $"{(servers.Length == 1 ? "doesn't" : "don't")} serve the record. {reason}";
    }

    private async Task<DkimDnsTest[]> LookUpAsync(IReadOnlyList<SigningChange> wanted)
    {
        var readiness = new SigningReadiness(
            new DnsVerifier(LookupInTurn(), TimeProvider.System), AuthoritativeServers(), TimeProvider.System);
        using var throttle = new SemaphoreSlim(MaxConcurrentLookups);
        return await Task.WhenAll(wanted.Select(async change =>
        {
            await throttle.WaitAsync(Cancellation).ConfigureAwait(false);
            try
            {
                return await readiness.VerifyAsync(change.To!, Cancellation).ConfigureAwait(false);
            }
            finally
            {
                throttle.Release();
            }
        })).ConfigureAwait(false);
    }
}
