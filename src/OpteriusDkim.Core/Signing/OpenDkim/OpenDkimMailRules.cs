using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Directives that decide what becomes of a message whatever the tables say about its sender.</summary>
internal sealed class OpenDkimMailRules
{
    // The sizes of From, To, Subject and Date, each with a short value.
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

    /// <summary>Reads them.</summary>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <exception cref="InaccessibleException">A list can't be read.</exception>
    public OpenDkimMailRules(OpenDkimConfiguration configuration, string folder)
    {
        this.configuration = configuration;
        script = Scripts.Select(name => configuration[name]).FirstOrDefault(directive => directive is { Value.Length: > 0 });
        fieldsBeforeFrom = OpenDkimSenderFields.BeforeFrom(configuration, folder);
        decidingField = OpenDkimSenderFields.DecidingInEveryMessage(fieldsBeforeFrom);
        recipients = OpenDkimRecipients.Of(configuration, folder);
        headerLimit = OpenDkimNumber.Parse(configuration.ValueOf("MaximumHeaders")) ?? 0;
        temporaryFolder = new Lazy<DkimFinding?>(() => OpenDkimTemporaryFolder.ProblemOf(configuration, folder));
    }

    /// <summary>
    /// What becomes of every message before its sender is looked at: the header's size is checked while it is read, and a Lua script may do
    /// anything. Null where the sender decides.
    /// </summary>
    public DkimSigningOutcome? OfAllMail => headerLimit switch
    {
        > 0 and <= SmallestHeader => OnLongHeader.Outcome(),
        _ when script is not null => DkimSigningOutcome.Unreachable,
        _ => null,
    };

    /// <summary>The domain for which the tables are asked: that of the sender, or of another field, such as any recipient's.</summary>
    /// <param name="sender">The sender's domain; null for mail of any.</param>
    public DomainName? Asked(DomainName? sender) => sender is null || decidingField is null ? sender : AnyOther;

    /// <summary>Whether the tables are asked for a domain that isn't the one in From.</summary>
    /// <param name="takesAll">Whether the entry takes the mail of every domain.</param>
    public bool LooksElsewhere(Func<bool> takesAll) =>
        decidingField is not null && (OpenDkimSenderFields.HasNoAddress(decidingField) || !takesAll());

    /// <summary>What becomes of mail that is to be signed and whose key is found.</summary>
    public DkimSigningOutcome OfSigning => recipients switch
    {
        { TakesAll: true } => DkimSigningOutcome.Unsigned,
        _ when temporaryFolder.Value is not null => configuration.ActionOf("On-InternalError", OpenDkimAction.TemporaryFailure).Outcome(),
        _ => DkimSigningOutcome.Signed,
    };

    private OpenDkimAction OnLongHeader => configuration.ActionOf("On-Security", OpenDkimAction.TemporaryFailure);

    /// <summary>What they say about mail.</summary>
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
