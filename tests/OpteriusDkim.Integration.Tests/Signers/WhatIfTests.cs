using System.Text;

namespace OpteriusDkim;

/// <summary>The changes that -WhatIf shows are those that Enable- and Disable-DkimSigning write, with a running OpenDKIM.</summary>
public sealed class WhatIfTests : OpenDkimTest
{
    [Fact]
    public async Task The_difference_that_is_shown_is_the_one_that_is_made()
    {
        var host = new RecordingHost();
        using var session = new ModuleSession(Sandbox, host);
        await StartAsync("one.example.com", "two.example.com", "three.example.com");

        ShowsWhatItDoes(session, host, "Enable-DkimSigning one.example.com");
        ShowsWhatItDoes(session, host, "Enable-DkimSigning t*.example.com");
        ShowsWhatItDoes(session, host, "Disable-DkimSigning two.example.com");
        Assert.Equal(
            ["one.example.com Unsigned", "three.example.com Unsigned"],
            session.Run("Disable-DkimSigning * -PassThru -Confirm:$false").Objects
                .Select(entry => $"{entry.Properties["Domain"].Value} {entry.Properties["Outcome"].Value}").Order());
        Assert.Equal(("", ""), Host.Tables);
    }

    private void ShowsWhatItDoes(ModuleSession session, RecordingHost host, string command)
    {
        string[] tables = [.. new OpenDkimSigner(Sandbox.OpenDkimConfiguration, [], new OpenDkimFeatures()).TablePaths];
        var before = tables.ToDictionary(path => path, File.ReadAllBytes);
        host.Take();
        Assert.Empty(session.Run(command + " -WhatIf").Errors);
        var shown = host.Take();
        Assert.All(before, table => Assert.Equal(table.Value, File.ReadAllBytes(table.Key)));

        Assert.Empty(session.Run(command + " -Confirm:$false").Errors);

        var made = UnifiedDiff.Apply(shown, path => before[path], _ => Encoding.UTF8);
        Assert.Equal(tables.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        Assert.All(made, table => Assert.Equal(Encoding.UTF8.GetString(table.Value), File.ReadAllText(table.Key)));
    }
}
