using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>ConvertFrom-DkimRecord: parses the text of key records and reports the problems of each.</summary>
[Cmdlet(VerbsData.ConvertFrom, "DkimRecord")]
[OutputType(typeof(DkimKeyRecord))]
public sealed class ConvertFromDkimRecordCommand : DkimCmdlet
{
    // An Ed25519 seed in base64 has 44 characters.
    private const int ShortestKey = 40;

    private readonly RecordLines lines = new();
    private readonly PrivateKeyLines keys = new();
    private readonly KeyComparison comparison = new();
    private int records;
    private int items;

    /// <summary>A value, its strings, or lines with records.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Strings")]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [AllowNull]
    [StringsFromObject]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string?[]? Text { get; set; }

    /// <summary>Treats each text as the value itself, as in DNS.</summary>
    [Parameter]
    public SwitchParameter Literal { get; set; }

    private protected override void Process()
    {
        string[] given = [.. Text?.Select(part => part ?? "") ?? []];
        items += Math.Max(1, given.Length);
        var parts = keys.Remove(given);
        if (Literal)
        {
            WriteLiteral(given, parts);
        }
        else if (RecordLines.AreStrings(parts))
        {
            WriteCompleted();
            Write(new RecordText(null, string.Concat(parts)));
        }
        else
        {
            foreach (var part in parts)
            {
                Read(part);
            }
        }
    }

    /// <summary>A value that is too short for a private key isn't a line of one, even if it looks like one.</summary>
    private void WriteLiteral(string[] given, IReadOnlyList<string> parts)
    {
        var whole = string.Concat(given);
        if (parts.Count > 0 || whole.Length < ShortestKey)
        {
            Write(new RecordText(null, parts.Count > 0 ? string.Concat(parts) : whole));
        }
    }

    private protected override void End()
    {
        WriteCompleted();
        if (keys.HasRemoved)
        {
            WriteVerbose("Lines that contain no record, or belong to a private key, were ignored.");
        }

        if (records == 0 && items > 0)
        {
            throw new InvalidInputException(FindingTable.NoRecordInText.With(("lines", items)), null);
        }

        Report(comparison.EqualKeys());
        Report(comparison.CommonFactors(Cancellation));
    }

    /// <summary>Reads a text line by line, unless it is a single value with line breaks.</summary>
    private void Read(string text)
    {
        var parts = text.ReplaceLineEndings("\n").Split('\n');
        if (RecordLines.AreStrings(parts))
        {
            WriteCompleted();
            Write(new RecordText(null, text));
            return;
        }

        items += parts.Length - 1;
        foreach (var part in parts)
        {
            Try(() =>
            {
                foreach (var record in lines.Add(part))
                {
                    Write(record);
                }
            });
        }
    }

    private void WriteCompleted()
    {
        if (lines.Finish() is { } record)
        {
            Write(record);
        }
    }

    private void Write(RecordText record)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (!record.IsOfDkim)
        {
            WriteVerbose($"{PrintableText.Clean(record.Name!)} has a TXT record of another kind.");
            return;
        }

        records++;
        var key = KeyRecordReader.Read(record.Value);
        comparison.Add(record.Name is null ? $"record {records}" : PrintableText.Clean(record.Name), key);
        var read = PSObject.AsPSObject(key);
        if (record.Name is { } name)
        {
            read.Properties.Add(new PSNoteProperty("Name", PrintableText.Clean(name)));
        }

        WriteObject(read);
    }
}
