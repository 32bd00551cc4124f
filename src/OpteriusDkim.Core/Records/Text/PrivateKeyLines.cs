using System.Text.RegularExpressions;

namespace OpteriusDkim.Records.Text;

/// <summary>
/// Ignores the lines of private keys printed next to a record: PEM, OpenSSH and PuTTY files, base64
/// alone, the hexadecimal dump of <c>openssl rsa -text</c>, and JSON around them. Keys may be truncated at any line.
/// </summary>
internal sealed partial class PrivateKeyLines
{
    private bool inKey;
    private bool inRecord;
    private bool isQuoted;
    private string value = "";

    /// <summary>Whether a line was ignored.</summary>
    public bool HasRemoved { get; private set; }

    /// <summary>Texts without the lines of private keys.</summary>
    /// <param name="texts">Texts that follow each other, each of one line or several.</param>
    /// <returns>Each text with other lines; texts without any private key are unchanged.</returns>
    public IReadOnlyList<string> Remove(IReadOnlyList<string> texts)
    {
        var lines = texts
            .SelectMany((text, owner) => text.ReplaceLineEndings("\n").Split('\n').Select(line => (Line: line, Owner: owner))).ToArray();
        var kept = new List<string>[texts.Count];
        var changed = new bool[texts.Count];
        for (var at = 0; at < lines.Length; at++)
        {
            var (line, owner) = lines[at];
            kept[owner] ??= [];
            var rest = Rest(line);
            changed[owner] |= rest is not [var same] || same != line;
            kept[owner].AddRange(rest);
            for (var more = rest.Length > 0 ? Continuation(lines, at) : 0; more > 0; more--)
            {
                (line, owner) = lines[++at];
                (kept[owner] ??= []).Add(line);
            }
        }

        HasRemoved |= changed.Contains(true);
        return
        [
            .. texts.Select((text, owner) => changed[owner] ? string.Join('\n', kept[owner]) : text)
                .Where((_, owner) => kept[owner].Count > 0),
        ];
    }

    /// <summary>The number of base64 lines that continue a value: those that complete the key in its p=.</summary>
    private static int Continuation((string Line, int Owner)[] lines, int at)
    {
        const int Most = 200;
        var text = lines[at].Line;
        if (at + 1 == lines.Length || !BeginsValue().IsMatch(text) || !IsBase64(lines[at + 1].Line) || IsWhole(text))
        {
            return 0;
        }

        for (var count = 1; count <= Most && at + count < lines.Length && IsBase64(lines[at + count].Line); count++)
        {
            text += lines[at + count].Line.Trim();
            if (IsWhole(text))
            {
                return count;
            }
        }

        return StringsAfter(lines, at);
    }

    /// <summary>The character-strings that follow a full one, where a key is split in DNS.</summary>
    private static int StringsAfter((string Line, int Owner)[] lines, int at)
    {
        var count = 0;
        while (lines[at + count].Line.Length == CharacterStrings.Longest && at + count + 1 < lines.Length
            && lines[at + count + 1] is { Line: { Length: not 64 } next } && IsBase64(next)
            && (next.Length == CharacterStrings.Longest || at + count + 2 == lines.Length))
        {
            count++;
        }

        return count;
    }

    private static bool IsWhole(string value)
    {
        var record = KeyRecordReader.Read(value);
        return record.Key is not null || ExperimentalKeyType.IsWhole(record.KeyType, record.PublicKey);
    }

    private string[] Rest(string line)
    {
        if (inKey && !BeginsRecord().IsMatch(line))
        {
            inKey = !EndOfKey().IsMatch(line);
            return [];
        }

        inKey = false;
        if (BeginningOfKey().Match(line) is { Success: true } begin && !EndOfKey().IsMatch(line[begin.Index..]))
        {
            inKey = true;
            var before = line[..begin.Index];
            return BeginsRecord().IsMatch(before) ? [before + PrivateKeyText.Removed] : [];
        }

        var clean = PrivateKeyText.Remove(line);
        if (clean.Contains(PrivateKeyText.Removed, StringComparison.Ordinal) && !BeginsRecord().IsMatch(clean))
        {
            return [];
        }

        if (IsStringOfRecord(clean))
        {
            return [clean];
        }

        if (IsBase64(clean) || OtherKeyLine().IsMatch(clean))
        {
            return [];
        }

        return JsonLine.IsOne(clean) ? JsonLine.RecordsIn(clean, text => BeginsRecord().IsMatch(text)) : [clean];
    }

    /// <summary>Whether a line continues a record in parentheses, or nslookup's list of strings.</summary>
    private bool IsStringOfRecord(string line)
    {
        var hasQuotes = line.Contains('"', StringComparison.Ordinal);
        var opens = OpensRecord().IsMatch(line);
        var continues = inRecord && !opens && (hasQuotes ? Strings().IsMatch(line) : !isQuoted && IsBase64(line))
            && !(IsBase64(line) && IsWhole(value));
        value = (opens ? "" : value) + string.Concat(JsonLine.StringsIn(line));
        isQuoted = hasQuotes || (isQuoted && !opens);
        inRecord = opens || (inRecord && !ClosesRecord().IsMatch(line));
        return continues;
    }

    /// <summary>A line with only base64, in any quotation or comment marks.</summary>
    private static bool IsBase64(string line) => Base64Line().IsMatch(line);

    [GeneratedRegex("BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|PuTTY-User-Key-File-", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BeginningOfKey();

    [GeneratedRegex(@"END [A-Z0-9 ]{0,40}PRIVATE KEY|Private-(MAC|Hash):", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex EndOfKey();

    // Characters that no line of a key has.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9])v\s*=\s*DKIM|_domainkey\S*\s|^[\s;""'(]*[vkphstng]\s*=\s*[A-Za-z0-9/+]|\sTXT[\s(]",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BeginsRecord();

    [GeneratedRegex(@"^[\s;]*[vkphstng]\s*=", RegexOptions.CultureInvariant)]
    private static partial Regex BeginsValue();

    [GeneratedRegex("""^[\s"'`>#|,;:*(-]*[A-Za-z0-9+/_-]{2,}={0,2}(\\r|\\n|[\s"'`,;+\\).])*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Base64Line();

    // openssl rsa -text, PuTTY's headers, the XML and JSON forms of keys, and openssl's output when generating one.
    [GeneratedRegex(
        @"^\s*([0-9A-F]{2}:)*[0-9A-F]{2}:?\s*$|^\W*((RSA |ED25519 )?Private-Key:"
        + @"|(modulus|publicExponent|privateExponent|prime\d|exponent\d|coefficient|priv|pub)\b[^=]*:"
        + @"|(Public|Private)-(Lines|MAC|Hash):|(Encryption|Comment|Proc-Type|DEK-Info|Key-Derivation|Argon2-\w+): "
        + @"|END [A-Z0-9 ]*PRIVATE KEY|<RSAKeyValue|<(Modulus|Exponent|[PQD]|D[PQ]|InverseQ)>"
        + @"|Generating |writing (RSA )?key|e is \d)|^(?!\s*(""""\s*)*$)(\\[rn]|[\s>#|*/',:.+""-])+$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OtherKeyLine();

    // nslookup ends the line before its list with "text =".
    [GeneratedRegex(@"\(\s*$|\([^)]*$|\stext\s*=\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex OpensRecord();

    [GeneratedRegex(@"\)[^"")]*$|^[^""]*[^""\s][^""]*$", RegexOptions.CultureInvariant)]
    private static partial Regex ClosesRecord();

    [GeneratedRegex(@"^\s*(""([^""\\]|\\.)*""\s*)+(\).*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Strings();
}
