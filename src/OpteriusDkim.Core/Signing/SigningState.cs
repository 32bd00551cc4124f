using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing;

/// <summary>
/// The state of a signer's tables, and the planning of their edits. Planning is pure; nothing here writes.
/// </summary>
internal abstract class SigningState
{
    public abstract SignerType Signer { get; }

    /// <summary>The daemon that uses these tables.</summary>
    public abstract SignerDaemon Daemon { get; }

    /// <summary>All lines or blocks that may sign, in the signer's order.</summary>
    public abstract IReadOnlyList<SigningEntry> Entries { get; }

    /// <summary>
    /// Whether an entry signs mail or may sign it. A template for unlisted domains doesn't count: Rspamd's package sets one.
    /// </summary>
    public bool MaySign => Entries.Any(entry =>
        entry.Outcome == DkimSigningOutcome.Unreachable
            || (entry.Outcome != DkimSigningOutcome.Unsigned && (entry.KeyPath ?? entry.KeyName) is not null));

    /// <summary>The problems of the whole configuration instead of one entry.</summary>
    public abstract IReadOnlyList<DkimFinding> Findings { get; }

    /// <summary>Why the signer doesn't start with this configuration; null if it does or that is unknown.</summary>
    public virtual DkimFinding? Stopped => null;

    /// <summary>Where the running daemon doesn't do what its configuration says, by its command line.</summary>
    public virtual IReadOnlyList<DkimFinding> OfProcess => [];

    /// <summary>Whether mail with several signing entries is refused if one of them fails.</summary>
    public virtual bool OneFailureHoldsAll => false;

    /// <summary>Why nothing can be edited, for example because no tables are configured; null if it can.</summary>
    public abstract DkimFinding? NotEditable { get; }

    /// <summary>The files that an edit may replace, with the content that was read.</summary>
    public abstract IReadOnlyList<SignerFile> Files { get; }

    /// <summary>Plans the edit. A change that can't or mustn't be made is refused without affecting the others.</summary>
    /// <param name="changes">The changes; at most one per domain.</param>
    public abstract SigningEdit Plan(IReadOnlyList<SigningChange> changes);

    /// <summary>Finds changes that the daemon doesn't support, with the reason by domain.</summary>
    public abstract Task<IReadOnlyDictionary<DomainName, DkimFinding>> FindUnableAsync(
        IReadOnlyList<SigningChange> changes, CancellationToken cancellation);

    /// <summary>The entries that apply to the mail of a domain.</summary>
    /// <param name="domain">The sender's domain.</param>
    public abstract SigningDecision DecisionFor(DomainName domain);

    /// <summary>The outcome for a domain's mail to which no entry applies.</summary>
    /// <param name="decision">The entries for some of its mail.</param>
    public virtual SigningEntry Undecided(DomainName domain, SigningDecision decision) => new("", Daemon.ConfigurationPath)
    {
        Domain = domain,
        Outcome = DkimSigningOutcome.Unsigned,
        Findings =
        [
            decision.Some.Count == 0
                ? FindingTable.NothingSigns.With(("domain", domain), ("signer", Signer.ProductName()))
                : FindingTable.OnlySomeSigned.With(
                    ("domain", domain), ("pattern", PrintableText.Clean(decision.Some[0].Pattern)), ("source", decision.Some[0].Source)),
        ],
    };

    /// <summary>Predicts what the signer does with the content of a key file that it can read.</summary>
    /// <exception cref="DkimException">It can't be read.</exception>
    internal virtual KeyFileVerdict AssessKeyFile(string path) => new FileInfo(path) is { Exists: true, Length: 0 }
        ? KeyFileVerdict.Of(
            Signer, [FindingTable.KeyFileEmpty.With(("path", path), ("effect", "mail that should be signed with it leaves unsigned"))])
        : KeyFileVerdict.Sound;

    /// <summary>The same for an entry that sets the signature algorithm.</summary>
    /// <param name="algorithm">The algorithm; null for the signer's default.</param>
    /// <exception cref="DkimException">It can't be read.</exception>
    internal virtual KeyFileVerdict AssessKeyFile(string path, string? algorithm) => AssessKeyFile(path);

    /// <summary>The entries that belong to a domain only and may be changed for it, also those without effect.</summary>
    public abstract IReadOnlyList<SigningEntry> OwnEntries(DomainName domain);

    /// <summary>All entries that name a domain, its own or shared, also those without effect.</summary>
    public virtual IEnumerable<SigningEntry> EntriesOf(DomainName domain) => Entries.Where(entry => entry.Domain == domain);
}
