using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Restores both tables in an order in which the daemon can load them after each write.</summary>
internal static class OpenDkimRestoration
{
    /// <summary>Whether two contents are equal; null is a missing file.</summary>
    public static bool Same(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other) => one.HasValue == other.HasValue
        && (!one.HasValue || one.Value.Span.SequenceEqual(other!.Value.Span));

    /// <summary>
    /// The edits from the present contents to the wanted ones. While the SigningTable changes, the KeyTable has the keys of both.
    /// </summary>
    /// <param name="wanted">The wanted contents by path.</param>
    public static IReadOnlyList<FileEdit> FilesBetween(OpenDkimTables tables, IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> wanted)
    {
        var keys = tables.KeyTable!.File;
        var signing = tables.SigningTable!.File;
        var files = new List<FileEdit>();
        var keysWanted = wanted[keys.Path] ?? ReadOnlyMemory<byte>.Empty;
        var signingWanted = wanted[signing.Path] ?? ReadOnlyMemory<byte>.Empty;
        var keysNow = keys.Content;
        if (!Same(signing.Content, signingWanted))
        {
            var both = Union(keys, keysWanted);
            if (!Same(keysNow, both))
            {
                files.Add(new FileEdit(keys.Path, keysNow, both));
                keysNow = both;
            }

            files.Add(new FileEdit(signing.Path, signing.Content, signingWanted));
        }

        if (!Same(keysNow, keysWanted))
        {
            files.Add(new FileEdit(keys.Path, keysNow, keysWanted));
        }

        return files;
    }

    /// <summary>The wanted lines, followed by the present lines of other key names.</summary>
    private static ReadOnlyMemory<byte> Union(OpenDkimTableFile now, ReadOnlyMemory<byte> wanted)
    {
        var file = OpenDkimTableFile.Of(now.Path, wanted);
        var names = new OpenDkimKeyTable(file, hasPatterns: false);
        return OpenDkimRewrite.Apply(
            file,
            [
                .. new OpenDkimKeyTable(now, hasPatterns: false).Keys.Where(key => names.Find(key.Name) is null).Select((key, index) =>
                    new OpenDkimLineChange(null!, InKeyTable: true, file.Lines.Count, null, now.Bytes(now.Lines[key.Index]).ToArray())
                    {
                        Rank = index,
                    }),
            ]);
    }
}
