using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Predicts from both tables what OpenDKIM does with mail that matches a line of the SigningTable, and why.</summary>
internal sealed class OpenDkimSigningLineRules(OpenDkimTables tables)
{
    private readonly OpenDkimKeyEntryRules keyRules = new(tables);

    /// <param name="key">Its key, or null.</param>
    /// <param name="sender">The sender domain, or null.</param>
    public (DkimSigningOutcome Outcome, IReadOnlyList<DkimFinding> Findings) Assess(
        OpenDkimSigningLine line, OpenDkimKey? key, DomainName? sender) =>
        (OutcomeOf(line, key, sender), [.. OnPattern(line), .. OnScope(line, sender), .. OnKeyName(line, key, sender)]);

    public bool MatchesNothing(OpenDkimSigningLine line)
    {
        if (tables.SigningTable!.HasPatterns)
        {
            return OpenDkimPattern.IsUnmatchable(line.Pattern);
        }

        var local = line.Pattern.IndexOf('@', StringComparison.Ordinal);
        return (line.Pattern.Contains('*', StringComparison.Ordinal)
            && line.Pattern != "*"
            && !line.Pattern.EndsWith("@*", StringComparison.Ordinal))
            || local == 0 || line.Pattern.EndsWith('.') || !System.Text.Ascii.IsValid(line.Pattern);
    }

    private DkimSigningOutcome OutcomeOf(OpenDkimSigningLine line, OpenDkimKey? key, DomainName? sender)
    {
        var table = tables.SigningTable!;
        if (tables.KeyTable is null)
        {
            return DkimSigningOutcome.Unreachable;
        }

        if (line.Value is null && table.HasPatterns)
        {
            return DkimSigningOutcome.Unreachable;
        }

        if (MatchesNothing(line))
        {
            return DkimSigningOutcome.Unsigned;
        }

        if (key is not null)
        {
            return OutcomeOf(line, key);
        }

        return line.IsTemplate && sender is null && line.Kind != OpenDkimPatternKind.Domain
            ? DkimSigningOutcome.Signed
            : DkimSigningOutcome.TemporaryFailure;
    }

    /// <summary>With an <c>i=</c> without an @, signing fails and the mail is passed on unsigned.</summary>
    private DkimSigningOutcome OutcomeOf(OpenDkimSigningLine line, OpenDkimKey key) => keyRules.OutcomeOf(key) is var outcome
        && outcome == DkimSigningOutcome.Signed && IsSignerBroken(line)
            ? DkimSigningOutcome.Unsigned
            : outcome;

    private static bool IsSignerBroken(OpenDkimSigningLine line) =>
        line.Signer is { Length: > 0 } signer && !signer.Contains('@', StringComparison.Ordinal);

    private IEnumerable<DkimFinding> OnPattern(OpenDkimSigningLine line)
    {
        var table = tables.SigningTable!;
        var at = table.File.Lines[line.Index];
        var source = table.File.Source(at);
        var pattern = PrintableText.Clean(line.Pattern);
        if (at.IsPiece)
        {
            yield return FindingTable.TableLineTooLong.With(("source", source), ("limit", OpenDkimTableFile.LongestLine));
        }

        if (line.Value is null)
        {
            yield return FindingTable.SigningLineCrashes.With(("source", source), ("pattern", pattern));
        }
        else if (line.KeyName.Length == 0)
        {
            yield return FindingTable.SigningLineWithoutKey.With(("source", source), ("pattern", pattern));
        }
        else if (IsSignerBroken(line))
        {
            yield return FindingTable.SignerIdentityBroken.With(("source", source), ("identity", PrintableText.Clean(line.Signer!)));
        }

        foreach (var finding in table.HasPatterns ? OnWildcards(line, source, pattern) : OnNames(line, source, pattern))
        {
            yield return finding;
        }

        if (line.Kind == OpenDkimPatternKind.Other && table.MatchesAll(line))
        {
            yield return FindingTable.SignsForEverybody.With(("source", source), ("pattern", pattern));
        }
    }

    private static IEnumerable<DkimFinding> OnWildcards(OpenDkimSigningLine line, string source, string pattern)
    {
        // Tables may have 100,000 lines: only unusual patterns are compiled.
        var parsed = line.Kind == OpenDkimPatternKind.Other ? OpenDkimPattern.Parse(line.Pattern) : null;
        if (parsed is { IsBroken: true })
        {
            yield return FindingTable.PatternBroken.With(("source", source), ("pattern", pattern));
        }
        else if (OpenDkimPattern.IsUnmatchable(line.Pattern))
        {
            var rule = line.Pattern.Contains('@', StringComparison.Ordinal) || !System.Text.Ascii.IsValid(line.Pattern)
                ? FindingTable.PatternMatchesNothing
                : FindingTable.BareDomainInRefile;
            yield return rule.With(("source", source), ("pattern", pattern), ("suggestion", Suggestion(line.Pattern)));
        }
        else if (parsed?.LooselyMatchedDomain is { } domain)
        {
            yield return FindingTable.PatternTakesMore.With(("source", source), ("pattern", pattern), ("domain", domain));
        }
    }

    private IEnumerable<DkimFinding> OnNames(OpenDkimSigningLine line, string source, string pattern)
    {
        if (line.Pattern.Contains('*', StringComparison.Ordinal)
            && line.Pattern != "*"
            && !line.Pattern.EndsWith("@*", StringComparison.Ordinal))
        {
            yield return FindingTable.WildcardInPlainFile.With(("source", source), ("pattern", pattern));
        }
        else if (MatchesNothing(line))
        {
            yield return FindingTable.NameMatchesNothing.With(("source", source), ("pattern", pattern));
        }
    }

    /// <summary>The pattern that was probably meant.</summary>
    private static string Suggestion(string pattern)
    {
        var host = pattern[(pattern.LastIndexOf('@') + 1)..];
        var below = host.StartsWith('.') || host.StartsWith("*.", StringComparison.Ordinal);
        return DomainName.TryParse(host.Trim('*', '.'), out var domain) ? $"*@{(below ? "*." : "")}{domain}" : "*@example.com";
    }

    private IEnumerable<DkimFinding> OnScope(OpenDkimSigningLine line, DomainName? sender) =>
        tables.Scope.OnExempt(sender?.Value ?? (line.Kind == OpenDkimPatternKind.Domain ? line.Host : null), tables.Configuration);

    private IEnumerable<DkimFinding> OnKeyName(OpenDkimSigningLine line, OpenDkimKey? key, DomainName? sender)
    {
        if (tables.KeyTable is not { } keys)
        {
            return tables.Unreadable is { } unreadable ? [unreadable] : [];
        }

        var name = line.IsTemplate ? sender?.Value ?? (line.Kind == OpenDkimPatternKind.Domain ? line.Host : "") : line.KeyName;
        return key is not null || name.Length == 0
            ? []
            : [FindingTable.KeyNameUnknown.With(
                ("source", tables.SigningTable!.SourceOf(line)), ("name", PrintableText.Quote(name)),
                ("table", keys.File.Directive ?? keys.File.Path))];
    }
}
