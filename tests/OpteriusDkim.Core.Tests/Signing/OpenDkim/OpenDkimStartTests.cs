namespace OpteriusDkim.Tests;

/// <summary>The observed behaviour of OpenDKIM 2.11 at its start.</summary>
public sealed class OpenDkimStartTests
{
    [Theory]
    [InlineData("x", false)]
    [InlineData("10", false)]
    [InlineData("10/", false)]
    [InlineData("/", false)]
    [InlineData("10/1x", false)]
    [InlineData("10/1w", false)]
    [InlineData("-1/1h", false)]
    [InlineData("10/1hh", false)]
    [InlineData("10/h", false)]
    [InlineData("10 / 1h", false)]
    [InlineData("0x10/1h", false)]
    [InlineData("10/0x1h", false)]
    [InlineData("10/1m30s", false)]
    [InlineData("10.5/1h", false)]
    [InlineData("1/1/1", false)]
    [InlineData("10//1h", false)]
    [InlineData("10h/1", false)]
    [InlineData("10/0h", false)]
    [InlineData("10/1h x", false)]
    [InlineData("/1h", true)]
    [InlineData("0/1h", true)]
    [InlineData("010/1h", true)]
    [InlineData("08/1h", true)]
    [InlineData("10/1", true)]
    [InlineData("10/1s", true)]
    [InlineData("10/1S", true)]
    [InlineData("10/1M", true)]
    [InlineData("10/1H", true)]
    [InlineData("10/1d", true)]
    [InlineData("10/1D", true)]
    [InlineData("10/-1h", true)]
    [InlineData("+10/+1h", true)]
    [InlineData("10/ 1h", true)]
    [InlineData("10/99999999999h", true)]
    public void A_rate_of_restarts_counts_with_AutoRestart_only(string rate, bool starts)
    {
        Assert.Equal(starts, Problem($"AutoRestart yes\nAutoRestartRate {rate}\n") is null);
        Assert.Null(Problem($"AutoRestart no\nAutoRestartRate {rate}\n"));
        Assert.Null(Problem($"AutoRestartRate {rate}\n"));
    }

    [Theory]
    [InlineData("opendkim", "opendkim")]
    [InlineData("0", "root")]
    [InlineData("0:0", "root:root")]
    [InlineData("root:", "root:root")]
    [InlineData(":daemon", "root")]
    [InlineData("daemon:0", "daemon:root")]
    [InlineData("4000000000", "4000000000")]
    [InlineData("root:4000000000", "root:4000000000")]
    [InlineData("no.such.user", "no.such.user")]
    public void A_user_may_be_a_number_or_missing(string written, string named) => Assert.Equal(named, OpenDkimUser.Named(written));

    [Theory]
    [InlineData("#USER=nobody\n", null)]
    [InlineData("RUNDIR=/run/opendkim\nUSER=opendkim\nGROUP=opendkim\n", "opendkim")]
    [InlineData("USER=opendkim\nUSER=\"mail\"\n", "mail")]
    public void The_settings_of_the_start_script_name_the_user(string text, string? user)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "opendkim");
        File.WriteAllText(path, text);
        Assert.Equal(user, OpenDkimUser.InScriptSettings(path));
        Assert.Null(OpenDkimUser.InScriptSettings(path + ".none"));
    }

    private static string? Problem(string text)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "opendkim.conf");
        File.WriteAllText(path, text);
        return OpenDkimAutoRestart.ProblemOf(OpenDkimConfiguration.Read(path));
    }
}
