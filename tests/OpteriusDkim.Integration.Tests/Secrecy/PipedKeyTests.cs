using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>
/// The output of key generators is often piped into ConvertFrom-DkimRecord: no part of a private key may be shown.
/// </summary>
public sealed partial class PipedKeyTests : IDisposable
{
    // A shorter line can be part of a public key too.
    private const int SecretLength = 16;

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;

    public PipedKeyTests() => session = new ModuleSession(sandbox);

    public void Dispose()
    {
        session.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("openssl", "genrsa", "2048")]
    [InlineData("openssl", "genrsa", "-traditional", "1024")]
    [InlineData("openssl", "genpkey", "-algorithm", "RSA", "-text")]
    [InlineData("openssl", "genpkey", "-algorithm", "ED25519")]
    [InlineData("openssl", "genpkey", "-algorithm", "ED25519", "-text")]
    public async Task Nothing_of_a_key_from_openssl_shows(params string[] command) =>
        AssertHidden(await PrintAsync(command), expectsRecord: false);

    [Theory]
    [InlineData("rspamadm", "dkim_keygen", "-s", "mail", "-d", "example.com", "-b", "2048")]
    [InlineData("rspamadm", "dkim_keygen", "-s", "mail", "-d", "example.com", "-t", "ed25519")]
    public async Task Only_the_record_in_rspamadm_output_is_read(params string[] command) =>
        AssertHidden(await PrintAsync(command), expectsRecord: true);

    [Fact]
    public async Task Only_the_record_file_of_genkey_is_read()
    {
        Assert.SkipUnless(Tool.Exists("opendkim-genkey"), "opendkim-genkey is not installed (Debian's opendkim-tools)");
        var folder = Directory.CreateDirectory(sandbox.In("genkey")).FullName;
        _ = (await Tool.RunAsync("opendkim-genkey", "-D", folder, "-d", "example.com", "-s", "mail", "-b", "2048")).Successful;
        var cancellation = TestContext.Current.CancellationToken;
        var key = await File.ReadAllTextAsync(Path.Combine(folder, "mail.private"), cancellation);
        var record = await File.ReadAllTextAsync(Path.Combine(folder, "mail.txt"), cancellation);
        AssertHidden(key + record, expectsRecord: true);
        AssertHidden(record + key, expectsRecord: true);
        AssertHidden(key, expectsRecord: false);
    }

    private static async Task<string> PrintAsync(string[] command)
    {
        Assert.SkipUnless(Tool.Exists(command[0]), $"{command[0]} is not installed");
        return (await Tool.RunAsync(command[0], command[1..])).Successful;
    }

    /// <summary>Pipes a text line by line and as a whole, and searches each stream for each line of the private key.</summary>
    private void AssertHidden(string printed, bool expectsRecord)
    {
        var secrets = SecretsOf(printed);
        Assert.NotEmpty(secrets);
        object[][] inputs = [[.. printed.Split('\n')], [printed], [printed.ReplaceLineEndings("\r\n")]];
        foreach (var input in inputs)
        {
            var outcome = session.Run("$input | ConvertFrom-DkimRecord -Verbose -Debug", input);
            var shown = string.Join(
                '\n',
                [
                    outcome.Everything, .. outcome.Errors.Select(error => $"{error.TargetObject}"),
                    .. outcome.Objects.SelectMany(item => item.Properties.Select(property => $"{property.Value}")),
                ]);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
            Assert.Equal(expectsRecord, shown.Contains("v=DKIM1", StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// The lines between BEGIN and END, the base64 of a seed, and the numbers of a key as printed by openssl -text.
    /// </summary>
    private static List<string> SecretsOf(string printed)
    {
        var lines = PrivateBlock().Matches(printed).SelectMany(match => match.Groups[1].Value.Split('\n'))
            .Select(line => line.Trim()).ToList();
        if (lines.Count == 0)
        {
            lines = [.. printed.Split('\n').Select(line => line.Trim()).Where(line => Base64Line().IsMatch(line))];
        }

        return [.. lines.Concat(HexLine().Matches(printed).Select(match => match.Value.Trim())).Where(line => line.Length >= SecretLength)];
    }

    [GeneratedRegex("-----BEGIN[A-Z ]* PRIVATE KEY-----(.*?)-----END", RegexOptions.Singleline)]
    private static partial Regex PrivateBlock();

    [GeneratedRegex("^ +(?:[0-9a-f]{2}:){12,}", RegexOptions.Multiline)]
    private static partial Regex HexLine();

    [GeneratedRegex("^[A-Za-z0-9+/]{40,}={0,2}$")]
    private static partial Regex Base64Line();
}
