using System.Text;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Predicts OpenDKIM's behaviour from the text of a KeyTable entry.</summary>
internal sealed class OpenDkimKeyEntryRules(OpenDkimTables tables)
{
    private readonly OpenDkimKeyFile keys = new(OpenDkimKeyRules.Of(tables.ConfigurationPath, tables.Configuration));

    /// <summary>The outcome for mail to be signed with an entry, without reading the key file.</summary>
    public DkimSigningOutcome OutcomeOf(OpenDkimKey key) => key.IsIncomplete switch
    {
        true => DkimSigningOutcome.TemporaryFailure,
        _ when key.IsNotAscii => DkimSigningOutcome.Unreachable,
        _ when IsFieldUnknown(key) => DkimSigningOutcome.TemporaryFailure,
        _ when key.IsFile => DkimSigningOutcome.Signed,
        _ => keys.Assess(Encoding.Latin1.GetBytes(key.Data!), tables.KeyTable!.SourceOf(key)).Outcome,
    };

    public IEnumerable<DkimFinding> FindingsOn(OpenDkimKey key)
    {
        var source = tables.KeyTable!.SourceOf(key);
        if (tables.KeyTable.File.Lines[key.Index].IsPiece)
        {
            yield return FindingTable.TableLineTooLong.With(("source", source), ("limit", OpenDkimTableFile.LongestLine));
        }

        if (key.IsIncomplete)
        {
            yield return FindingTable.KeyTableLineBroken.With(("source", source));
            yield break;
        }

        if (key.IsNotAscii)
        {
            yield return FindingTable.KeyTableNotAscii.With(("source", source), ("domain", PrintableText.Clean(key.Domain)));
        }

        if (OpenDkimField.IsPadded(key.Domain) || OpenDkimField.IsPadded(key.Selector!))
        {
            yield return FindingTable.KeyTableSpaces.With(("source", source));
        }

        if (key.Algorithm is { } algorithm && IsFieldUnknown(key))
        {
            yield return FindingTable.KeyTableFieldUnknown.With(("source", source), ("algorithm", algorithm));
        }

        if (!key.IsFile)
        {
            yield return LooksLikeKey(key.Data!)
                ? FindingTable.KeyInTable.With(("source", source))
                : FindingTable.KeyTablePathUnusable.With(("source", source));
        }
    }

    private bool IsFieldUnknown(OpenDkimKey key) => key.Algorithm is not null && !tables.SupportsAlgorithmField();

    /// <summary>Whether a text begins like a private key: PEM, or a base64 DER sequence.</summary>
    private static bool LooksLikeKey(string data) =>
        data.StartsWith("-----", StringComparison.Ordinal)
            || data.StartsWith("MI", StringComparison.Ordinal)
            || data.StartsWith("MC", StringComparison.Ordinal);
}
