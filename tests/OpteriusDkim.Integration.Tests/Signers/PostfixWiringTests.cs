namespace OpteriusDkim;

/// <summary>The findings about a Postfix configuration, read with its own postconf; {queue} and {run} are folders of the test.</summary>
public sealed class PostfixWiringTests : IDisposable
{
    private const string Plain = "smtp inet n - n - - smtpd\npickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\n";
    private const string Chrooted = "smtp inet n - y - - smtpd\npickup unix n - y 60 1 pickup\ncleanup unix n - y - 0 cleanup\n";
    private const string Inet = "inet:8891@localhost";

    private readonly Sandbox sandbox = new();

    public PostfixWiringTests()
    {
        Assert.SkipWhen(!File.Exists("/usr/sbin/postconf"), "Postfix is not installed (Debian's postfix)");
        Directory.CreateDirectory(sandbox.In("queue"));
        Directory.CreateDirectory(sandbox.In("run"));
    }

    /// <summary>main.cf, master.cf, the signer's socket, the code of the finding, and a part of its advice.</summary>
    public static TheoryData<string, string, string, string?, string> Cases => new()
    {
        // Forms of one socket.
        { Milters("inet:localhost:8891"), Plain, Inet, null, "" },
        { Milters("inet:127.0.0.1:8891"), Chrooted, "inet:8891@127.0.0.1", null, "" },
        { Milters("inet:127.0.0.1:8891"), Plain, "inet:8891", null, "" },
        { Milters("inet:127.0.0.1:8891"), Plain, "inet:8891@0.0.0.0", null, "" },
        { Milters("inet:[::1]:8891"), Plain, "inet6:8891@[::1]", null, "" },
        { Milters("{ inet:localhost:8891, connect_timeout=10s, default_action=accept }"), Plain, Inet, null, "" },
        { Milters("unix:/var/run/opterius-none/x.sock"), Plain, "local:/run/opterius-none/x.sock", null, "" },
        { Milters("unix:/run/opterius-none/x.sock"), Plain, "local:/var/run/opterius-none/x.sock", null, "" },
        { Milters("local:/run/opterius-none/x.sock"), Plain, "/run/opterius-none/x.sock", null, "" },
        { Milters("unix:/run/opterius-none/../opterius-none/x.sock"), Plain, "unix:/run/opterius-none/x.sock", null, "" },
        { Milters("unix:opendkim/x.sock"), Plain, "local:{queue}/opendkim/x.sock", null, "" },
        { Milters("unix:opendkim/x.sock"), Chrooted, "local:{queue}/opendkim/x.sock", null, "" },
        { Milters("unix:/opendkim/x.sock"), Chrooted, "local:{queue}/opendkim/x.sock", null, "" },
        { "m = inet:localhost:8891\n" + Milters("$m"), Plain, Inet, null, "" },
        { "m = inet:localhost:8891\n" + Milters("inet:localhost:1, ${m}"), Plain, Inet, null, "" },

        // A chroot has other files; without one, a path meant for a chroot doesn't exist.
        {
            Milters("unix:/run/opterius-none/x.sock"),
            Chrooted,
            "local:/run/opterius-none/x.sock",
            "PostfixCannotConnect",
            "printf '%s\\n' '' 'Socket local:{queue}/opendkim/opendkim.sock' 'UMask 007'"
        },
        { Milters("unix:/opendkim/x.sock"), Plain, "local:{queue}/opendkim/x.sock", "PostfixNotWired", "unix:opendkim/x.sock" },
        {
            Milters("unix:/run/opterius-none/x.sock"),
            Chrooted.Replace(" y ", " - ", StringComparison.Ordinal),
            "local:/run/opterius-none/x.sock",
            null,
            ""
        },
        {
            "compatibility_level = 0\n" + Milters("unix:/run/opterius-none/x.sock"),
            Chrooted.Replace(" y ", " - ", StringComparison.Ordinal),
            "local:/run/opterius-none/x.sock",
            "PostfixCannotConnect",
            ""
        },
        {
            Milters("unix:/run/opterius-none/x.sock"),
            Plain.Replace("cleanup unix n - n", "cleanup unix n - y", StringComparison.Ordinal),
            "local:/run/opterius-none/x.sock",
            "PostfixCannotConnect",
            "install -d -o opendkim"
        },

        // Existing settings are kept.
        { "", Plain, Inet, "PostfixNotWired", "'smtpd_milters = inet:127.0.0.1:8891' 'non_smtpd_milters = inet:127.0.0.1:8891' && " },
        { "", Plain, Inet, "PostfixNotWired", "'milter_default_action = accept'" },
        {
            "smtpd_milters = inet:localhost:1\n",
            Plain,
            Inet,
            "PostfixNotWired",
            "'smtpd_milters = inet:localhost:1, { inet:127.0.0.1:8891, default_action=accept }' 'non_smtpd_milters = "
        },
        {
            "milter_default_action = tempfail\nsmtpd_milters = inet:localhost:1\n",
            Plain,
            Inet,
            "PostfixNotWired",
            "'smtpd_milters = inet:localhost:1, inet:127.0.0.1:8891'"
        },
        {
            "m = inet:localhost:1\nmilter_default_action = accept\nsmtpd_milters = $m\n",
            Plain,
            Inet,
            "PostfixNotWired",
            "'smtpd_milters = $m, inet:127.0.0.1:8891'"
        },
        {
            "smtpd_milters = inet:localhost:1\nnon_smtpd_milters = $smtpd_milters\n",
            Plain,
            Inet,
            "PostfixNotWired",
            "default_action=accept }' && "
        },
        { "non_smtpd_milters = inet:localhost:8891\n", Plain, Inet, "PostfixNotWired", "-e 'smtpd_milters = " },

        // Services with their own settings.
        {
            Milters("inet:localhost:8891"),
            Plain + "submission inet n - n - - smtpd\n -o smtpd_milters=\n",
            Inet,
            "PostfixNotWired",
            "-P 'submission/inet/smtpd_milters=inet:127.0.0.1:8891"
        },
        {
            Milters("inet:localhost:8891"),
            Plain + "submission inet n - n - - smtpd\n -o receive_override_options=no_milters\n",
            Inet,
            "PostfixNotWired",
            "-P 'submission/inet/receive_override_options="
        },
        { Milters("inet:localhost:8891"), Plain + "10025 inet n - n - - smtpd\n -o smtpd_milters=\n", Inet, null, "" },
        { Milters("inet:localhost:8891"), Plain + "10025 inet n - n - - smtpd\n -o receive_override_options=no_milters\n", Inet, null, "" },
        {
            "non_smtpd_milters = inet:localhost:8891\n",
            Plain + "submission inet n - n - - smtpd\n -o smtpd_milters=inet:localhost:8891\n",
            Inet,
            null,
            ""
        },
        { Milters("unix:opendkim/x.sock"), Plain + "587 inet n - y - - smtpd\n -o { smtpd_milters = "
            + "unix:/run/opterius-none/x.sock, inet:localhost:1 }\n", "local:/run/opterius-none/x.sock", "PostfixCannotConnect",
            "-P '587/inet/smtpd_milters=unix:opendkim/opendkim.sock,inet:localhost:1" },
        {
            Milters("inet:localhost:8891"),
            Plain.Replace("1 pickup", "1 pickup\n -o receive_override_options=no_milters,no_address_mappings", StringComparison.Ordinal),
            Inet,
            "PostfixNotWired",
            "-P 'pickup/unix/receive_override_options=no_address_mappings"
        },

        // Maps of milters by client.
        { "smtpd_milter_maps = cidr:/none\n" + Milters("inet:localhost:8891"), Plain, Inet, "PostfixMilterMaps", "smtpd_milters" },
        { "smtpd_milter_maps = cidr:{queue}/same\n" + Milters("inet:localhost:8891"), Plain, Inet, null, "" },
        { "smtpd_milter_maps = cidr:{queue}/other\n" + Milters("inet:localhost:8891"), Plain, Inet, "PostfixMilterMaps", "entries" },
        {
            Milters("inet:localhost:8891"), Plain + "submission inet n - n - - smtpd\n -o smtpd_milter_maps=inline:{192.0.2.1=DISABLE}\n",
            Inet, "PostfixMilterMaps", ""
        },

        // Without a master.cf only main.cf counts.
        { Milters("inet:localhost:8891"), "", Inet, null, "" },
        { "", "", Inet, "PostfixNotWired", "non_smtpd_milters" },
    };

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Postfix_is_checked_by_what_each_of_its_services_reads(
        string main, string master, string socket, string? code, string advice)
    {
        var queue = sandbox.In("queue");
        var level = main.Contains("compatibility_level", StringComparison.Ordinal) ? "" : "compatibility_level = 3.6\n";
        File.WriteAllText(Path.Combine(queue, "same"), "# signed too\n192.0.2.0/24  inet:127.0.0.1:8891, inet:127.0.0.1:1\n");
        File.WriteAllText(Path.Combine(queue, "other"), "192.0.2.0/24\tinet:127.0.0.1:8891\n198.51.100.7 inet:127.0.0.1:1\n");
        File.WriteAllText(
            sandbox.In("main.cf"), $"{level}queue_directory = {queue}\n{main.Replace("{queue}", queue, StringComparison.Ordinal)}");
        if (master.Length > 0)
        {
            File.WriteAllText(sandbox.In("master.cf"), master);
        }

        var findings = Problems(socket.Replace("{queue}", queue, StringComparison.Ordinal));

        Assert.Equal(code, findings.SingleOrDefault()?.Code);
        Assert.Contains(
            advice.Replace("{queue}", queue, StringComparison.Ordinal), findings.SingleOrDefault()?.Advice ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("755", "666", null)]
    [InlineData("750", "666", "can't enter")]
    [InlineData("755", "770", "can't write to")]
    [InlineData("755", "755", "can't write to")]
    public void The_socket_must_be_accessible_to_the_user_postfix(string folder, string socket, string? problem)
    {
        Assert.SkipWhen(!FileOwner.CallerIsRoot, "only root's files can be closed to others here");
        var path = sandbox.In("run", "x.sock");
        using var listener = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(socket, 8));
        File.SetUnixFileMode(sandbox.In("run"), (UnixFileMode)Convert.ToInt32(folder, 8));
        File.WriteAllText(
            sandbox.In("main.cf"), $"compatibility_level = 3.6\nqueue_directory = {sandbox.In("queue")}\n{Milters("unix:" + path)}");
        File.WriteAllText(sandbox.In("master.cf"), Plain);

        var finding = Problems("local:" + path).SingleOrDefault();

        Assert.Equal(problem is null ? null : "PostfixCannotConnect", finding?.Code);
        Assert.Contains(problem ?? "", finding?.Message ?? "", StringComparison.Ordinal);
        Assert.True(problem is null || finding!.Advice.Contains("-m 2750", StringComparison.Ordinal), finding?.Advice);
    }

    private static string Milters(string milters) => $"smtpd_milters = {milters}\nnon_smtpd_milters = $smtpd_milters\n";

    private IReadOnlyList<DkimFinding> Problems(string socket) => PostfixWiring.ProblemsOf(
        sandbox.In("main.cf"),
        new SignerDaemon(SignerType.OpenDkim, sandbox.OpenDkimConfiguration, "opendkim")
        {
            Unit = "opendkim.service",
            ReloadSignal = "USR1",
            Sockets = [socket],
        });
}
