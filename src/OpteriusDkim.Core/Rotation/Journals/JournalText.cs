using System.Text.Json;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Journals;

/// <summary>A journal as JSON, and back.</summary>
internal static class JournalText
{
    /// <summary>The journal's text in UTF-8.</summary>
    public static byte[] Write(Journal journal) =>
        JsonSerializer.SerializeToUtf8Bytes(journal, JournalJson.Default.Journal);

    /// <summary>Whether two journals are equal apart from the time at which they were written.</summary>
    public static bool Same(Journal one, Journal other) =>
        Write(one with { Written = null }).AsSpan().SequenceEqual(Write(other with { Written = null }));

    /// <summary>Reads a journal.</summary>
    /// <exception cref="BrokenDataException">It isn't one of this domain, or of a newer version.</exception>
    public static Journal Read(DomainName domain, ReadOnlySpan<byte> text, string path)
    {
        Journal? journal;
        try
        {
            if (VersionIn(text) is var version && version != Journal.CurrentVersion)
            {
                throw new BrokenDataException(
                    FindingTable.JournalVersion.With(("path", path), ("version", version), ("known", Journal.CurrentVersion)),
                    path);
            }

            if (JournalCheck.ProblemOf(text) is { } problem)
            {
                throw Broken(path, problem, null);
            }

            journal = JsonSerializer.Deserialize(text, JournalJson.Default.Journal);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException
            or InvalidOperationException or NotSupportedException or System.Security.Cryptography.CryptographicException)
        {
            throw Broken(path, JsonProblem.Of(exception), exception);
        }

        if (journal?.Domain != domain.Value)
        {
            throw Broken(path, "it belongs to another domain", null);
        }

        if (MissingIn(journal) is { } missing)
        {
            throw Broken(path, $"it has no {missing}", null);
        }

        RequireKeys(journal, path);
        return journal;
    }

    private static void RequireKeys(Journal journal, string path)
    {
        var current = journal.Current;
        RotationKey?[] keys =
        [
            current?.Old, current?.New, current?.Summary?.RecordOf, .. current?.Outgoing.Select(outgoing => outgoing.Key) ?? [],
            .. journal.Past.SelectMany(past => new[] { past.Old, past.New }.Concat(past.Removed ?? [])),
        ];
        foreach (var key in keys.OfType<RotationKey>())
        {
            try
            {
                _ = key.Selector is null || key.PublicKey is null
                    ? throw new FormatException("a key has no selector or no public key")
                    : key.Key;
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException
                or System.Security.Cryptography.CryptographicException)
            {
                throw Broken(path, PrintableText.Clean(exception.Message), exception);
            }
        }
    }

    /// <summary>The first value that is always written and isn't there: it may have been lost, so it isn't taken for empty.</summary>
    private static string? MissingIn(Journal journal)
    {
        var current = journal.Current;
        (object? Value, string Name)[] needed =
        [
            (journal.Past, "past"), (journal.Selectors, "selectors"),
            .. journal.Past?.Select(past => (past is { Kind: not RotationKind.Rotation } ? past : (object?)past?.Old, "past.old")) ?? [],
            .. current is null ? [] : new (object?, string)[]
            {
                (current.Kind == RotationKind.Rotation ? current.Old : current, "current.old"),
                (current.OtherSelectors, "current.beside"), (current.Skipped, "current.skipped"),
                (current.Outgoing, "current.outgoing"),
                (current.Watch, "current.watch"), (current.Watch?.Servers, "current.watch.servers"),
                (current.Watch?.Silent, "current.watch.silent"),
            },
            .. current?.Outgoing?.Select(outgoing => ((object?)outgoing?.Key, "current.outgoing.key")) ?? [],
            .. current?.Summary is { } summary ? [(summary.Findings, "current.outlook.findings")] : Array.Empty<(object?, string)>(),
        ];
        return needed.FirstOrDefault(part => part.Value is null).Name;
    }

    private static int VersionIn(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("it is not a JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("version"u8))
            {
                reader.Read();
                return reader.GetInt32();
            }

            reader.Skip();
        }

        throw new JsonException("it has no version");
    }

    private static BrokenDataException Broken(string path, string problem, Exception? cause) =>
        new(FindingTable.JournalBroken.With(("path", path), ("problem", problem)), path, cause);
}
