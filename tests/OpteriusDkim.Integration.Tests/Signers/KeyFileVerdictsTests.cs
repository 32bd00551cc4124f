using System.Globalization;

namespace OpteriusDkim;

/// <summary>The verdicts of the daemons on each key file of the table, and the predictions of Get-DkimSigning.</summary>
public sealed class KeyFileVerdictsTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public async Task OpenDKIM_does_with_each_key_file_what_is_predicted()
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        WriteFiles(KeyFileTable.All, "opendkim:opendkim");
        using var host = new OpenDkimHost(sandbox);
        WriteTables(host);
        var predicted = Predicted();

        await host.StartAsync();
        var verdicts = VerdictsOf(host, KeyFileTable.All.Count);

        Assert.Equal(
            KeyFileTable.All.Select(file => $"{file}: {file.OpenDkim}"),
            KeyFileTable.All.Select((file, index) => $"{file}: {verdicts[index]}"));
        Assert.Equal(
            KeyFileTable.All.Select(file => $"{file}: {file.OpenDkim}"),
            KeyFileTable.All.Select((file, index) => $"{file}: {predicted[index]}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{verdicts.Count} key files judged by OpenDKIM");
    }

    [Theory]
    [InlineData("MinimumKeyBits 4096", "PKCS#8", "550")]
    [InlineData("MinimumKeyBits 2048", "PKCS#8", "signed")]
    [InlineData("On-InternalError accept", "a word", "unsigned")]
    [InlineData("On-InternalError reject", "a word", "550")]
    [InlineData("On-SignatureError tempfail", "RSA of 768 bits", "451")]
    [InlineData("On-Default accept", "RSA of 768 bits", "unsigned")]
    [InlineData("SignatureAlgorithm ed25519-sha256", "Ed25519", "signed")]
    [InlineData("SignatureAlgorithm ed25519-sha256", "PKCS#8", "signed")]
    [InlineData("SignatureAlgorithm ed25519-sha256", "X25519", "451")]
    [InlineData("SignatureAlgorithm rsa-sha1", "PKCS#8", "signed")]
    public async Task OpenDKIM_does_what_is_predicted_by_its_directives(string directive, string name, string expected)
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        WriteFiles([KeyFileTable.All.Single(file => file.Name == name)], "opendkim:opendkim");
        using var host = new OpenDkimHost(sandbox);
        WriteTables(host, directive);

        Assert.Equal([expected], Predicted());
        await host.StartAsync();
        Assert.Equal([expected], VerdictsOf(host, 1));
    }

    [Fact]
    public async Task Rspamd_does_with_each_key_file_what_is_predicted()
    {
        Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");
        Assert.SkipWhen(new RspamdProgram().ReadsPemOfEd25519, "the verdicts are those of Rspamd 3.4");
        using var host = new RspamdHost(sandbox);
        WriteFiles(KeyFileTable.All, "_rspamd:_rspamd");
        await File.WriteAllTextAsync(host.LocalFile, $"domain {{\n{string.Concat(Enumerable.Range(0, KeyFileTable.All.Count).Select(index =>
            $"  {Domain(index)} {{ selector = \"s\"; path = \"{PathOf(index)}\"; }}\n"))}}}\n", TestContext.Current.CancellationToken);
        var judge = new RspamdKeyFile(readsPemOfEd25519: false);

        await host.StartAsync();
        var verdicts = new List<string>();
        for (var index = 0; index < KeyFileTable.All.Count; index++)
        {
            verdicts.Add((await host.SignaturesAsync(Domain(index))).Count > 0 ? "signed" : "unsigned");
        }

        Assert.Equal(
            KeyFileTable.All.Select(file => $"{file}: {file.Rspamd}"),
            KeyFileTable.All.Select((file, index) => $"{file}: {verdicts[index]}"));
        Assert.All(KeyFileTable.All.Select((file, index) => (file, index)), item => Assert.Equal(
            item.file.Rspamd == "signed", judge.Assess(PathOf(item.index)).Outcome == DkimSigningOutcome.Signed));
    }

    private static string Domain(int index) => string.Create(CultureInfo.InvariantCulture, $"d{index}.com");

    private string PathOf(int index) => Path.Combine(sandbox.Keys, Domain(index), "s.private");

    private void WriteFiles(IReadOnlyList<KeyFileCase> files, string owner)
    {
        for (var index = 0; index < files.Count; index++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(index))!);
            File.WriteAllBytes(PathOf(index), files[index].Content);
            File.SetUnixFileMode(PathOf(index), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _ = Tool.RunAsync("chown", "-R", owner, sandbox.Keys).GetAwaiter().GetResult().Successful;
    }

    private void WriteTables(OpenDkimHost host, string directive = "")
    {
        var count = Directory.GetDirectories(sandbox.Keys).Length;
        File.WriteAllText(
            sandbox.KeyTable, string.Concat(Enumerable.Range(0, count).Select(index => $"k{index} {Domain(index)}:s:{PathOf(index)}\n")));
        File.WriteAllText(host.SigningTable, string.Concat(Enumerable.Range(0, count).Select(index => $"*@{Domain(index)} k{index}\n")));
        host.WriteConfiguration($"KeyTable file:{sandbox.KeyTable}\nSigningTable refile:{host.SigningTable}\n{directive}");
    }

    /// <summary>The prediction of Get-DkimSigning for each entry, in the order of the table.</summary>
    private List<string> Predicted()
    {
        using var session = new ModuleSession(sandbox);
        var entries = session.Run("Get-DkimSigning").Objects.Select(item => (DkimSigningEntry)item.BaseObject).ToArray();
        Assert.All(entries.Where(entry => entry.Outcome != DkimSigningOutcome.Signed), entry => Assert.Contains(
            entry.Findings,
            finding => finding.Severity == FindingSeverity.Error
                && finding.Message.Contains(entry.PrivateKeyPath!, StringComparison.Ordinal)));
        return [.. entries.Select(entry => entry.Outcome switch
        {
            DkimSigningOutcome.TemporaryFailure => "451",
            DkimSigningOutcome.Rejected => "550",
            var outcome => outcome.ToString().ToLowerInvariant(),
        })];
    }

    /// <summary>The verdicts of the running daemon through its socket. The key that crashes it is the last of the table.</summary>
    private static IReadOnlyList<string> VerdictsOf(OpenDkimHost host, int count) =>
        [.. Enumerable.Range(0, count).Select(index => new RawMilterClient(host.Socket).VerdictOn(Domain(index)))];
}
