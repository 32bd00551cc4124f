using System.Text;

namespace OpteriusDkim;

/// <summary>The diff that -WhatIf shows, applied to the files, gives what the same call writes.</summary>
public sealed class WhatIfTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly RecordingHost host = new();
    private readonly ModuleSession session;

    public WhatIfTests() => session = new ModuleSession(sandbox, host);

    public void Dispose()
    {
        session.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("UserID opendkim\n")]
    [InlineData("# caf\u00E9\nUserID opendkim\nSocket local:/x\nMode sv\n\n\n# last")]
    [InlineData("UserID opendkim\r\nSyslog yes\r\n")]
    [InlineData("KeyTable {0}/KeyTable\n")]
    [InlineData("SigningTable file:{0}/other\nUserID opendkim\n# \\u{41} literally")]
    public void Initialize_of_OpenDkim(string configuration)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/opendkim"), "needs root and OpenDKIM");
        File.WriteAllText(sandbox.OpenDkimConfiguration, configuration.Replace("{0}", sandbox.Root, StringComparison.Ordinal));

        ShowsWhatItDoes("Initialize-DkimSigner");
    }

    [Fact]
    public void Initialize_writes_signer_type_where_both_signers_are_installed_and_one_is_named()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/opendkim") && File.Exists("/usr/bin/rspamd"),
            "needs root and both signers");
        File.WriteAllText(
            sandbox.ConfigurationPath,
            File.ReadAllText(sandbox.ConfigurationPath).Replace("\"type\": \"OpenDkim\",", "", StringComparison.Ordinal));

        ShowsWhatItDoes("Initialize-DkimSigner -Signer OpenDkim");

        Assert.Equal("OpenDkim", session.Run("Get-DkimConfiguration signer.type")["Value"]);
        Assert.Contains("\"type\": \"OpenDkim\"", File.ReadAllText(sandbox.ConfigurationPath), StringComparison.Ordinal);
        Assert.False((bool)session.Run("Initialize-DkimSigner -Signer OpenDkim")["Changed"]!);
    }

    [Theory]
    [InlineData("Set-DkimConfiguration ttl 300")]
    [InlineData("Set-DkimConfiguration signer.type Rspamd")]
    [InlineData("Set-DkimConfiguration provider Bind -Domain example.com, *.example.com, *")]
    public void Set_DkimConfiguration(string command) => ShowsWhatItDoes(command);

    private void ShowsWhatItDoes(string command)
    {
        var before = Files();
        host.Take();
        Assert.Empty(session.Run(command + " -WhatIf").Errors);
        var shown = host.Take();
        Assert.Equal(before.Keys, Files().Keys);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));

        Assert.Empty(session.Run(command).Errors);

        var made = UnifiedDiff.Apply(shown, path => before.GetValueOrDefault(path), _ => Encoding.UTF8);
        Assert.NotEmpty(made);
        foreach (var (path, content) in before.Concat(made).GroupBy(file => file.Key).Select(group => group.Last()))
        {
            Assert.Equal(Encoding.UTF8.GetString(content), File.ReadAllText(path));
        }

        Assert.Equal(before.Keys.Concat(made.Keys).Distinct().Order(StringComparer.Ordinal), Files().Keys);
    }

    /// <summary>All files except those of the state directory.</summary>
    private SortedDictionary<string, byte[]> Files() => new(
        Directory.EnumerateFiles(sandbox.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(sandbox.State, StringComparison.Ordinal))
            .ToDictionary(path => path, File.ReadAllBytes),
        StringComparer.Ordinal);
}
