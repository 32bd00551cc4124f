using System.Text;

namespace OpteriusDkim.Tests;

/// <summary>Edited journals: each is an error that names the file, and none is used.</summary>
public sealed class EditedJournalTests : IDisposable
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");

    private readonly TemporaryFolder folder = new();
    private readonly FileJournals journals;

    public EditedJournalTests() => journals = new FileJournals(folder["state"]);

    /// <summary>The replaced text and its replacement in a valid journal.</summary>
    public static TheoryData<string, string> Edits => new()
    {
        { "\"domain\":\"example.com\"", "\"domain\":\"example.org\"" },
        { "\"domain\":\"example.com\"", "\"domain\":\"../example.com\"" },
        { "\"domain\":\"example.com\"", "\"domain\":null" },
        { "\"domain\":\"example.com\"", "\"domain\":\"example.com\",\"domain\":\"example.com\"" },
        { "\"domain\":\"example.com\"", "\"domain\":\"example.com\",\"unknown\":1" },
        { "\"version\":1", "\"version\":2" },
        { "\"version\":1", "\"version\":99999999999" },
        { "\"version\":1", "\"version\":\"1\"" },
        { "\"version\":1", "\"version\":1.5" },
        { "\"version\":1,", "" },
        { "\"selector\":\"mail\"", "\"selector\":\"../../outside/mail\"" },
        { "\"selector\":\"mail\"", "\"selector\":\"/etc/shadow\"" },
        { "\"selector\":\"mail\"", "\"selector\":\"\"" },
        { "\"selector\":\"mail\"", "\"selector\":\"ma il\"" },
        { "\"selector\":\"mail\"", "\"selector\":\"mail\\u0000\"" },
        { "\"selector\":\"mail\"", "\"selector\":null" },
        { "\"selector\":\"mail\"", "\"selector\":5" },
        { "\"selector\":\"mail\"", "\"selector\":{\"selector\":\"mail\"}" },
        { "\"selector\":\"mail\"", "\"selector\":\"mail\",\"Selector\":\"other\"" },
        { "\"wanted\":\"mail2\"", "\"wanted\":\"../mail2\"" },
        { "\"beside\":[\"ed\"]", "\"beside\":[\"../ed\"]" },
        { "\"beside\":[\"ed\"]", "\"beside\":[null]" },
        { "\"beside\":[\"ed\"]", "\"beside\":null" },
        { "\"beside\":[\"ed\"]", "\"beside\":\"ed\"" },
        { "\"skipped\":[\"mail9\"]", "\"skipped\":[\"a/b\"]" },
        { "\"selectors\":[\"mail2\"]", "\"selectors\":[\"..\"]" },
        { "\"selectors\":[\"mail2\"]", "\"selectors\":[\"mail2\",7]" },
        { "\"keySize\":3072", "\"keySize\":-1" },
        { "\"keySize\":3072", "\"keySize\":2147483647" },
        { "\"keySize\":3072", "\"keySize\":1e400" },
        { "\"keySize\":3072", "\"keySize\":\"3072\"" },
        { "\"longestTtl\":300", "\"longestTtl\":-300" },
        { "\"longestTtl\":300", "\"longestTtl\":99999999999" },
        { "\"nsTtl\":5", "\"nsTtl\":0.5" },
        { "\"utc\":\"2026-03-01T12:00:00Z\"", "\"utc\":\"0001-01-01T00:00:00Z\"" },
        { "\"utc\":\"2026-03-01T12:00:00Z\"", "\"utc\":\"9999-12-31T23:59:59Z\"" },
        { "\"utc\":\"2026-03-01T12:00:00Z\"", "\"utc\":\"yesterday\"" },
        { "\"uptime\":\"03:00:00\"", "\"uptime\":\"-10675199.02:48:05\"" },
        { "\"uptime\":\"03:00:00\"", "\"uptime\":\"10675199.02:48:05\"" },
        { "\"uptime\":\"03:00:00\"", "\"uptime\":3" },
        { "\"phase\":\"Draining\"", "\"phase\":\"Finished\"" },
        { "\"phase\":\"Draining\"", "\"phase\":99" },
        { "\"phase\":\"Draining\"", "\"phase\":\"99\"" },
        { "\"step\":\"Retire\"", "\"step\":-1" },
        { "\"algorithm\":\"Ed25519\"", "\"algorithm\":\"Dsa\"" },
        { "\"algorithm\":\"Ed25519\"", "\"algorithm\":\"Rsa\"" },
        { "\"algorithm\":\"Ed25519\"", "\"algorithm\":\"1\"" },
        { "\"publicKey\":\"", "\"publicKey\":\"!" },
        { "\"publicKey\":\"", "\"publicKey\":\"AAAA" },
        { "\"outgoing\":[", "\"outgoing\":[null," },
        { "\"past\":[", "\"past\":[null," },
        { "\"past\":[", "\"past\":[[]," },
        { "\"findings\":[", "\"findings\":[null," },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_pointless_edit_is_an_error_that_names_the_file(string before, string after)
    {
        var text = Encoding.UTF8.GetString(JournalText.Write(FileJournalsTests.Whole()));
        Assert.Contains(before, text, StringComparison.Ordinal);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        RequireRefusal(Encoding.UTF8.GetBytes(text[..at] + after + text[(at + before.Length)..]));
    }

    [Fact]
    public void Text_that_is_no_journal_is_an_error_that_names_the_file()
    {
        var whole = JournalText.Write(FileJournalsTests.Whole());
        byte[][] texts =
        [
            [], "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\0\0\0\0"u8.ToArray(), [0xFF, 0xFE, .. whole],
            [.. whole, .. whole], [.. whole, (byte)'x'], [(byte)'[', .. whole, (byte)']'],
            Encoding.ASCII.GetBytes(new string('[', 100_000)),
            Encoding.ASCII.GetBytes(
                "{\"version\":1,\"domain\":\"example.com\",\"past\":" + new string('[', 100_000) + new string(']', 100_000) + "}"),
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"current\":", 100_000)) + "1" + new string('}', 100_000)),
            new byte[17 * 1024 * 1024],
        ];
        Assert.All(texts, RequireRefusal);
    }

    [Fact]
    public void A_pipe_or_folder_in_its_place_is_an_error_that_names_it()
    {
        var path = folder["state/rotation/example.com.json"];
        Directory.CreateDirectory(path);
        Assert.Contains(path, Assert.Throws<InaccessibleException>(() => journals.Read(Domain)).Message, StringComparison.Ordinal);
        Directory.Delete(path);
        using (var made = System.Diagnostics.Process.Start("mkfifo", path))
        {
            made.WaitForExit();
        }

        Assert.Contains(path, Assert.Throws<InaccessibleException>(() => journals.Read(Domain)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void RequireRefusal(byte[] text)
    {
        var path = folder.Write("state/rotation/example.com.json", text);
        var exception = Assert.Throws<BrokenDataException>(() => journals.Read(Domain));
        Assert.Contains(exception.Finding.Code, (string[])[nameof(FindingTable.JournalBroken), nameof(FindingTable.JournalVersion)]);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
