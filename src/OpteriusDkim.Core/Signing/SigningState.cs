using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing;

/// <summary>
/// What a signer's tables said when they were read, and how they are edited. Planning is pure, and nothing here writes.
/// </summary>
internal abstract class SigningState
{
    /// <summary>The signer.</summary>
    public abstract SignerType Signer { get; }

    /// <summary>The running daemon that these tables belong to.</summary>
    public abstract SignerDaemon Daemon { get; }

    /// <summary>Every line or block that may sign, in the signer's order.</summary>
    public abstract IReadOnlyList<SigningEntry> Entries { get; }

    /// <summary>
    /// Whether an entry signs mail, or may. A template for domains that nothing names is no sign of it: Rspamd's package sets one.
    /// </summary>
    public bool MaySign => Entries.Any(entry =>
        entry.Outcome == DkimSigningOutcome.Unreachable
            || (entry.Outcome != DkimSigningOutcome.Unsigned && (entry.KeyPath ?? entry.KeyName) is not null));

    /// <summary>What is wrong with the whole, not with one entry.</summary>
    public abstract IReadOnlyList<DkimFinding> Findings { get; }

    /// <summary>Why the signer doesn't start with this configuration; null where it does, or nobody can tell.</summary>
    public virtual DkimFinding? Stopped => null;

    /// <summary>Whether mail that several entries sign is held back where one of them fails.</summary>
    public virtual bool OneFailureHoldsAll => false;

    /// <summary>Why nothing can be edited, such as tables that aren't configured; null where it can.</summary>
    public abstract DkimFinding? NotEditable { get; }

    /// <summary>The files as they were read, those that an edit may replace.</summary>
    public abstract IReadOnlyList<SignerFile> Files { get; }

    /// <summary>Works out what has to be written; a change that can't or mustn't be made is refused, the others are not.</summary>
    /// <param name="changes">What is wanted; one a domain.</param>
    public abstract SigningEdit Plan(IReadOnlyList<SigningChange> changes);

    /// <summary>Asks the daemon what it is able to do: why it couldn't sign as wanted, by domain.</summary>
    public abstract Task<IReadOnlyDictionary<DomainName, DkimFinding>> FindUnableAsync(
        IReadOnlyList<SigningChange> changes, CancellationToken cancellation);

    /// <summary>Which entries decide about the mail of a domain.</summary>
    /// <param name="domain">The domain after the @ of the sender.</param>
    public abstract SigningDecision DecisionFor(DomainName domain);

    /// <summary>What becomes of a domain's mail that no entry decides about.</summary>
    /// <param name="decision">What decides about some of its mail.</param>
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

    /// <summary>What the signer makes of the content of a key file that it may read.</summary>
    /// <exception cref="DkimException">It can't be read here.</exception>
    internal virtual KeyFileVerdict JudgeKeyFile(string path) => new FileInfo(path) is { Exists: true, Length: 0 }
        ? KeyFileVerdict.Of(
            Signer, [FindingTable.KeyFileEmpty.With(("path", path), ("effect", "mail that should be signed with it leaves unsigned"))])
        : KeyFileVerdict.Sound;

    /// <summary>The same for an entry that names the signature algorithm.</summary>
    /// <param name="algorithm">The algorithm; null for the signer's own.</param>
    /// <exception cref="DkimException">It can't be read here.</exception>
    internal virtual KeyFileVerdict JudgeKeyFile(string path, string? algorithm) => JudgeKeyFile(path);

    /// <summary>The entries that naming a domain allows to change, whether they come to decide or not.</summary>
    public abstract IReadOnlyList<SigningEntry> OwnEntries(DomainName domain);

    /// <summary>All entries about a domain, its own or not, deciding or not.</summary>
    public virtual IEnumerable<SigningEntry> EntriesOf(DomainName domain) => Entries.Where(entry => entry.Domain == domain);
}
