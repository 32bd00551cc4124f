using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Directives that decide about a message regardless of the tables.</summary>
internal sealed class OpenDkimMailRules
{
    // The size of From, To, Subject and Date with short values.
    private const int SmallestHeader = 80;
    private const int OrdinaryHeader = 8192;

    private static readonly string[] Scripts = ["SetupPolicyScript", "ScreenPolicyScript", "FinalPolicyScript"];

    private static readonly DomainName AnyOther = DomainName.Parse("recipient.invalid");

    private readonly OpenDkimConfiguration configuration;
    private readonly OpenDkimDirective? script;
    private readonly IReadOnlyList<string> fieldsBeforeFrom;
    private readonly string? decidingField;
    private readonly OpenDkimRecipients? recipients;
    private readonly int headerLimit;
    private readonly Lazy<DkimFinding?> temporaryFolder;

    /// <param name="folder">The base directory for relative paths.</param>
    /// <param name="user">The user that the daemon runs as, as <c>user</c> or <c>user:group</c>.</param>
    /// <exception cref="InaccessibleException">A list can't be read.</exception>
    public OpenDkimMailRules(OpenDkimConfiguration configuration, string folder, string user)
    {
        this.configuration = configuration;
        script = Scripts.Select(name => configuration[name]).FirstOrDefault(directive => directive is { Value.Length: > 0 });
        fieldsBeforeFrom = OpenDkimSenderFields.BeforeFrom(configuration, folder);
        decidingField = OpenDkimSenderFields.FirstInEveryMessage(fieldsBeforeFrom);
        recipients = OpenDkimRecipients.Of(configuration, folder);
        headerLimit = OpenDkimNumber.Parse(configuration.ValueOf("MaximumHeaders")) ?? 0;
        temporaryFolder = new Lazy<DkimFinding?>(() => OpenDkimTemporaryFolder.ProblemOf(configuration, folder, user));
    }

    /// <summary>
    /// The outcome for every message regardless of its sender: the header's size is checked while it is read, and a Lua script can do
    /// anything. Null if the sender decides.
    /// </summary>
    public DkimSigningOutcome? OfAllMail => headerLimit switch
    {
        > 0 and <= SmallestHeader => OnLongHeader.Outcome(),
        _ when script is not null => DkimSigningOutcome.Unreachable,
        _ => null,
    };

    /// <summary>The domain that the daemon looks up in the tables: the sender's, or that of another field such as To.</summary>
    /// <param name="sender">The sender's domain; null for any.</param>
    public DomainName? DomainToLookUp(DomainName? sender) => sender is null || decidingField is null ? sender : AnyOther;

    /// <summary>Whether the daemon looks up a domain other than that in From.</summary>
    /// <param name="matchesAll">Whether the entry applies to every domain.</param>
    public bool UsesOtherDomain(Func<bool> matchesAll) =>
        decidingField is not null && (OpenDkimSenderFields.HasNoAddress(decidingField) || !matchesAll());

    /// <summary>The outcome for mail to be signed whose key was found.</summary>
    public DkimSigningOutcome OfSigning => recipients switch
    {
        { MatchesAll: true } => DkimSigningOutcome.Unsigned,
        _ when temporaryFolder.Value is not null => configuration.ActionOf("On-InternalError", OpenDkimAction.TemporaryFailure).Outcome(),
        _ => DkimSigningOutcome.Signed,
    };

    private OpenDkimAction OnLongHeader => configuration.ActionOf("On-Security", OpenDkimAction.TemporaryFailure);

    public IEnumerable<DkimFinding> Findings()
    {
        if (headerLimit is > 0 and < OrdinaryHeader)
        {
            yield return FindingTable.HeaderLimitLow.With(
                ("source", configuration["MaximumHeaders"]!.Source), ("limit", headerLimit), ("effect", OnLongHeader.Effect()));
        }

        if (script is not null)
        {
            yield return FindingTable.PolicyScriptDecides.With(
                ("source", script.Source), ("directive", script.Name), ("path", PrintableText.Clean(script.Value)));
        }

        if (fieldsBeforeFrom.Count > 0)
        {
            var field = PrintableText.Clean(decidingField ?? fieldsBeforeFrom[0]);
            yield return FindingTable.SenderFieldDecides.With(("source", configuration["SenderHeaders"]!.Source), ("field", field));
        }

        if (recipients is not null)
        {
            yield return FindingTable.RecipientsNotSigned.With(("source", recipients.Source), ("recipients", recipients.Text));
        }

        if (temporaryFolder.Value is { } problem)
        {
            yield return problem;
        }
    }
}
