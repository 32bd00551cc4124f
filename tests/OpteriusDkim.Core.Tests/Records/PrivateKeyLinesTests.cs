using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>Private keys in text with records: they are ignored, and the records around them are read.</summary>
public sealed class PrivateKeyLinesTests
{
    private static readonly string[] Keys =
    [
        SampleKey.Rsa.Pkcs8Pem,
        SampleKey.Rsa.Pkcs1Pem,
        SampleKey.RsaOf(1024).Pkcs1Pem,
        SampleKey.RsaOf(4096).Pkcs8Pem,
        KeyForms.Pem("PRIVATE KEY", [.. PrivateKeyFile.Ed25519Prefix, .. SampleKey.Seed]),
        KeyForms.Pem("OPENSSH PRIVATE KEY", [.. "openssh-key-v1\0"u8, .. SampleKey.Rsa.Pkcs1]),
        Encrypted(),
        SampleKey.Rsa.Pkcs1Pem.Replace(
            "KEY-----\n",
            "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n",
            StringComparison.Ordinal),
        PuTTY(),
    ];

    private static readonly string[] Records =
    [
        SampleKey.Rsa.RecordText,
        $"mail._domainkey IN TXT ( \"v=DKIM1; k=rsa; \"\n\t\"p={SampleKey.Rsa.PublicKey.Base64[..200]}\"\n\t"
        + $"\"{SampleKey.Rsa.PublicKey.Base64[200..]}\" ) ;",
        $"mail._domainkey.example.com. 300 IN TXT \"{SampleKey.Rsa.RecordText[..255]}\" \"{SampleKey.Rsa.RecordText[255..]}\"",
        $"mail._domainkey.example.com\ttext =\n\n\t\"{SampleKey.Rsa.RecordText[..255]}\"\n\t\"{SampleKey.Rsa.RecordText[255..]}\"\n",
        $";  p={SampleKey.Rsa.PublicKey.Base64}",
        $"{{\n  \"name\": \"mail._domainkey\",\n  \"content\": \"{SampleKey.Rsa.RecordText}\"\n}}",
        $"{{\"txt\":\"\\\"{SampleKey.Rsa.RecordText[..255]}\\\" \\\"{SampleKey.Rsa.RecordText[255..]}\\\"\"}}",
    ];

    private static readonly Func<string, string>[] Decorations =
    [
        line => line,
        line => $"    {line}",
        line => $"\"{line}\",",
        line => $"> {line}",
        line => $"# {line}",
        line => $"\"{line}\\n\" +",
        line => line + "\r",
        line => $"'{line}'",
    ];

    // Where the key is split, what surrounds each line, and whether it precedes or follows the record.
    private static Gen<(string Key, string[] Lines, string Text)> Mixtures =>
        from key in Gen.Elements(Keys)
        from record in Gen.Elements(Records)
        from decoration in Gen.Elements(Decorations)
        from first in Gen.Choose(0, 12)
        from last in Gen.Choose(0, 12)
        from armour in Gen.Elements(true, false)
        from before in Gen.Elements(true, false)
        let all = key.TrimEnd('\n').Split('\n')
        let kept = all.Skip(first == 12 ? 0 : first).SkipLast(last == 12 ? 0 : last)
            .Where(line => armour || !line.Contains("-----", StringComparison.Ordinal)).ToArray()
        let shown = string.Join('\n', kept.Select(decoration))
        select (key, kept, before ? $"{shown}\n{record}" : $"{record}\n{shown}");

    [Fact]
    public void No_line_of_a_private_key_is_read_as_a_record_and_the_record_beside_it_is() => Always.Holds(
        Mixtures,
        mixture =>
        {
            Check(mixture.Lines, mixture.Text, ReadLines(mixture.Text.Split('\n')));
            Check(mixture.Lines, mixture.Text, ReadTexts([mixture.Text]));
        },
        times: 3000);

    [Theory]
    [InlineData("{0}{1}")]
    [InlineData("{1}\n{0}")]
    [InlineData("{{\"key\":\"{2}\",\"dns\":\"{1}\"}}")]
    [InlineData("{{\"dns\":\"{1}\",\"key\":\"{2}\"}}")]
    [InlineData("{{\n\"key\": \"{2}\",\n\"dns\": \"{1}\"\n}}")]
    [InlineData("DKIM_PRIVATE_KEY={3}\n{1}")]
    [InlineData("{3}\n{1}")]
    [InlineData("key: {3}\n{1}")]
    [InlineData("<RSAKeyValue><D>{3}</D></RSAKeyValue>\n{1}")]
    [InlineData(
        "Private-Key: (2048 bit, 2 primes)\nmodulus:\n    00:b3:17:aa:01:\n    22:33:44\npublicExponent: 65537 "
        + "(0x10001)\nprivateExponent:\n    4f:11:22:33\n{1}")]
    [InlineData("Generating RSA private key, 2048 bit long modulus\n.....+++\n..+++\ne is 65537 (0x10001)\n{0}writing RSA key\n{1}")]
    [InlineData("Iczm58ZiTOTNX5vXgGgROXe0A255Vb6biE45pujUvexvZp0Zbv9RcyCjCU11S0ckNfKo2GBhHqfd7EVMgiOWQQ==\n{1}")]
    public void A_key_in_another_form_is_ignored(string form)
    {
        var pem = SampleKey.Rsa.Pkcs8Pem;
        var text = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, form, pem, SampleKey.Rsa.RecordText,
            pem.Replace("\n", "\\n", StringComparison.Ordinal), Convert.ToBase64String(SampleKey.Rsa.Pkcs8));
        string[] secrets =
        [
            .. pem.Split('\n'),
            "Iczm58ZiTOTNX5vXgGgROXe0A255Vb6biE45pujUvexvZp0Zbv9RcyCjCU11S0ckNfKo2GBhHqfd7EVMgiOWQQ==",
            "4f:11:22",
            "22:33:44",
            SampleKey.Rsa.Pkcs8Pem[100..150],
        ];
        Check(secrets, text, ReadLines(text.Split('\n')));
        Check(secrets, text, ReadTexts([text]));
    }

    [Theory]
    [InlineData("{0}", 4, "")]
    [InlineData("key: {0} #", 16, "")]
    [InlineData("v=DKIM1; p={0}", 4, "")]
    [InlineData("v=DKIM1; p={0}", 64, "")]
    [InlineData("key={0}&x", 2000, "url")]
    public void A_key_in_groups_or_escaped_for_a_URL_is_removed(string form, int group, string escape)
    {
        foreach (var der in (byte[][])[SampleKey.Rsa.Pkcs8, SampleKey.Rsa.Pkcs1])
        {
            var key = string.Join(' ', Convert.ToBase64String(der).Chunk(group).Select(chunk => new string(chunk)));
            var escaped = key.Replace("+", "%2B", StringComparison.Ordinal).Replace("/", "%2f", StringComparison.Ordinal);
            var written = escape.Length == 0 ? key : escaped;
            var left = PrivateKeyText.Remove(form.Replace("{0}", written, StringComparison.Ordinal));
            Assert.Contains(PrivateKeyText.Removed, left, StringComparison.Ordinal);
            Assert.True(left.Length < 60, left);
        }
    }

    [Fact]
    public void A_public_key_in_groups_and_names_after_a_key_are_kept()
    {
        var groups = string.Join(' ', SampleKey.Rsa.PublicKey.Base64.Chunk(4).Select(chunk => new string(chunk)));
        Assert.Equal(groups, PrivateKeyText.Remove(groups));
        var line = $"{Convert.ToBase64String(SampleKey.Rsa.Pkcs8)} aSelectorOfSomeLength2026._domainkey.example.com";
        Assert.EndsWith(" aSelectorOfSomeLength2026._domainkey.example.com", PrivateKeyText.Remove(line), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_was_wrapped_keeps_its_lines()
    {
        string[] wrapped = [.. SampleKey.Rsa.RecordText.Chunk(64).Select(part => new string(part))];
        Assert.Equal(wrapped, new PrivateKeyLines().Remove(wrapped));
        Assert.Equal([string.Join("\r\n", wrapped)], new PrivateKeyLines().Remove([string.Join("\r\n", wrapped)]));
        Assert.Equal(wrapped, new PrivateKeyLines().Remove([.. wrapped, .. SampleKey.Rsa.Pkcs8Pem.Split('\n').Skip(5).SkipLast(3)]));
        var strings = CharacterStrings.Split(SampleKey.Rsa.RecordText[..300]);
        Assert.Equal(strings, new PrivateKeyLines().Remove(strings));
    }

    [Fact]
    public void A_private_key_that_was_typed_into_a_record_is_reported_and_not_shown()
    {
        foreach (var key in Keys)
        {
            var text = $"v=DKIM1; k=rsa; p={key}";
            var record = Assert.Single(ReadTexts([text]));
            Assert.Contains(record.Findings, finding => finding.Code == nameof(FindingTable.PrivateKeyPublished));
            Check(key.Split('\n'), text, [record], hasRecord: false);
        }
    }

    [Fact]
    public void Text_without_keys_is_not_changed() => Always.Holds(
        Gen.Elements(
            OddRecordTable.All.Select(row => OddKeys.Expand(row.Record))
                .Where(
                    text => !text.Contains("PRIVATE", StringComparison.Ordinal)
                        && text.Contains("p=", StringComparison.Ordinal)).ToArray()),
        text =>
            Assert.True(
                new PrivateKeyLines().Remove([text]) is [var same]
                    && (same == text
                    || KeyRecordReader.Read(text).Findings.Any(finding => finding.Code == nameof(FindingTable.PrivateKeyPublished))),
                text));

    private static void Check(string[] lines, string text, List<DkimKeyRecord> records, bool hasRecord = true)
    {
        var shown = string.Join('\n', records.Select(record =>
            $"{record.Text}\n{record}\n{record.PublicKey}\n{record.Notes}\n"
            + string.Join('\n', record.Findings.Select(finding => finding.Message + finding.Advice))));
        foreach (var line in lines.Select(line => line.Trim())
            .Where(line => line.Length > 3 && !SampleKey.Rsa.RecordText.Contains(line, StringComparison.Ordinal)))
        {
            Assert.False(shown.Contains(line, StringComparison.Ordinal), $"{line} is shown for:\n{text}\nas:\n{shown}");
        }

        if (hasRecord)
        {
            Assert.True(
                records is [{ Key: not null } record] && record.Key.Equals(SampleKey.Rsa.PublicKey),
                $"{records.Count} records in:\n{text}\nas:\n{shown}");
        }
    }

    /// <summary>Reads piped lines, as the cmdlet does.</summary>
    private static List<DkimKeyRecord> ReadLines(IEnumerable<string> texts)
    {
        var keys = new PrivateKeyLines();
        return Read(texts.SelectMany(text => keys.Remove([text])).SelectMany(text => text.Split('\n')));
    }

    /// <summary>Reads multi-line texts, as the cmdlet does.</summary>
    private static List<DkimKeyRecord> ReadTexts(IReadOnlyList<string> texts) => new PrivateKeyLines().Remove(texts) is [var one]
        && RecordLines.AreStrings(one.Split('\n'))
            ? [KeyRecordReader.Read(one)]
            : Read(new PrivateKeyLines().Remove(texts).SelectMany(text => text.Split('\n')));

    private static List<DkimKeyRecord> Read(IEnumerable<string> texts)
    {
        var lines = new RecordLines();
        var records = texts.SelectMany(text => lines.Add(text.TrimEnd('\r'))).ToList();
        if (lines.Finish() is { } last)
        {
            records.Add(last);
        }

        return [.. records.Where(record => record.IsOfDkim).Select(record => KeyRecordReader.Read(record.Value))];
    }

    private static string Encrypted()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(SampleKey.Rsa.Pkcs8, out _);
        return rsa.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 10)) + "\n";
    }

    private static string PuTTY()
    {
        var lines = Convert.ToBase64String(SampleKey.Rsa.Pkcs1).Chunk(64).Select(part => new string(part)).ToArray();
        return "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: mail._domainkey.example.com\nPublic-Lines: "
            + $"6\n{string.Join('\n', lines.Take(6))}\n"
            + $"Private-Lines: {lines.Length - 6}\n{string.Join('\n', lines.Skip(6))}\nPrivate-MAC: {new string('a', 64)}\n";
    }
}
