using System.Diagnostics;
using System.Text;

namespace OpteriusDkim;

/// <summary>Postfix with its own configuration and queue in a sandbox, which delivers mail for sink.example into a maildir there.</summary>
internal sealed class PostfixHost : IDisposable
{
    private const string Postfix = "/usr/sbin/postfix";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly string[] Services =
    [
        "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
        "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce", "flush unix n - n 1000? 0 flush",
        "proxymap unix - - n - - proxymap", "error unix - - n - - error", "retry unix - - n - - error", "virtual unix - n n - - virtual",
        "anvil unix - - n - 1 anvil", "showq unix n - n - - showq", "postlog unix-dgram n - n - 1 postlogd",
    ];

    private readonly Sandbox sandbox;
    private readonly int port = FreePort.Next();

    public PostfixHost(Sandbox sandbox)
    {
        this.sandbox = sandbox;
        foreach (var folder in new[] { "queue", "data", "mail" })
        {
            Directory.CreateDirectory(sandbox.In(folder));
        }

        File.WriteAllText(sandbox.In("main.cf"), $"""
            compatibility_level = 3.6
            queue_directory = {sandbox.In("queue")}
            data_directory = {sandbox.In("data")}
            maillog_file = {sandbox.In("postfix.log")}
            maillog_file_prefixes = {sandbox.Root}
            myhostname = mx.example
            mydestination =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            alias_maps =
            virtual_mailbox_domains = sink.example
            virtual_mailbox_base = {sandbox.In("mail")}
            virtual_mailbox_maps = static:inbox/
            virtual_uid_maps = static:65534
            virtual_gid_maps = static:65534
            virtual_transport = virtual

            """);
        File.WriteAllLines(sandbox.In("master.cf"), [$"127.0.0.1:{port} inet n - n - - smtpd", .. Services]);
    }

    public string Log => File.ReadAllText(sandbox.In("postfix.log"));

    public string Queue => sandbox.In("queue");

    /// <summary>Runs smtpd, cleanup and pickup in a chroot, as Debian's master.cf does.</summary>
    /// <param name="settings">More lines for main.cf.</param>
    /// <param name="services">More lines for master.cf; {port} is the port for submission.</param>
    public void Chroot(string settings = "", string services = "")
    {
        var lines = File.ReadAllLines(sandbox.In("master.cf"));
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i].EndsWith(" smtpd", StringComparison.Ordinal) ? lines[i]
                .Replace("inet n - n", "inet n - y", StringComparison.Ordinal)
                : lines[i].StartsWith("pickup ", StringComparison.Ordinal) || lines[i].StartsWith("cleanup ", StringComparison.Ordinal)
                ? lines[i].Replace("unix n - n", "unix n - y", StringComparison.Ordinal) : lines[i];
        }

        File.WriteAllLines(sandbox.In("master.cf"), [.. lines, .. services.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        File.AppendAllText(sandbox.In("main.cf"), settings);
    }

    /// <summary>Postfix's answer to a submitted message: the reply to the end of the data, or an earlier error.</summary>
    public async Task<string> ReplyAsync(string sender)
    {
        var outcome = await Tool.RunAsync(
            "swaks", "--server", $"127.0.0.1:{port}", "--from", sender, "--to", "b@sink.example", "--h-Subject", "probe", "--body",
            "hello");
        return outcome.Output.Split('\n').Where(line => line.StartsWith('<') && !line.Contains(" 221 ", StringComparison.Ordinal))
            .LastOrDefault() ?? outcome.Output;
    }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => !FileOwner.CallerIsRoot ? "only root can start Postfix"
        : !File.Exists(Postfix) ? "Postfix is not installed (Debian's postfix)"
        : Tool.Exists("swaks") ? null : "swaks is not installed (Debian's swaks)";

    public async Task StartAsync()
    {
        _ = (await Tool.RunAsync("chown", "postfix", sandbox.In("data"))).Successful;
        _ = (await Tool.RunAsync("chown", "nobody:nogroup", sandbox.In("mail"))).Successful;
        await RunAsync("start");
    }

    /// <summary>Runs an administrator's command, which names this instance's configuration.</summary>
    /// <param name="command">Such as <c>postconf -c FOLDER -e 'smtpd_milters = inet:localhost:8891'</c>.</param>
    public async Task ApplyAsync(string command)
    {
        // The processes of a reloaded Postfix must not keep the output open.
        var outcome = await Tool.RunAsync("sh", "-c", $"({command}) >{sandbox.In("command.out")} 2>&1 </dev/null");
        Assert.True(outcome.ExitCode == 0, command + "\n" + await File.ReadAllTextAsync(sandbox.In("command.out")));
        _ = await Tool.RunAsync("sleep", "0.5");
    }

    /// <summary>Submits a message by SMTP and waits for it in the mailbox.</summary>
    /// <returns>The delivered message with CRLF line ends.</returns>
    public Task<string> SubmitAsync(string sender) => DeliverAsync(() => Tool.RunAsync(
        "swaks", "--server", $"127.0.0.1:{port}", "--from", sender, "--to", "b@sink.example", "--h-Subject", "by SMTP", "--body",
        "hello\n.dots and trailing space \n"));

    /// <summary>Submits a message as local programs do.</summary>
    public Task<string> SendLocallyAsync(string sender) => DeliverAsync(() => Tool.RunAsync(
        "sh", "-c",
        $"printf 'From: {sender}\\nTo: b@sink.example\\nSubject: locally\\n\\nhello\\n' | sendmail -C "
        + $"{sandbox.Root} -f {sender} b@sink.example"));

    public void Dispose()
    {
        if (File.Exists(sandbox.In("queue", "pid", "master.pid")))
        {
            RunAsync("stop").GetAwaiter().GetResult();
        }
    }

    private async Task RunAsync(string command)
    {
        // Its child processes continue; they must not keep its output open.
        var outcome =
            await Tool.RunAsync("sh", "-c", $"{Postfix} -c {sandbox.Root} {command} >{sandbox.In("postfix.out")} 2>&1 </dev/null");
        Assert.True(outcome.ExitCode == 0, await File.ReadAllTextAsync(sandbox.In("postfix.out")));
    }

    private async Task<string> DeliverAsync(Func<Task<ToolOutcome>> send)
    {
        var before = Delivered();
        _ = (await send()).Successful;
        var since = Stopwatch.StartNew();
        while (true)
        {
            if (Delivered().Except(before).FirstOrDefault() is { } path)
            {
                return (await File.ReadAllTextAsync(path, Encoding.Latin1)).Replace("\n", "\r\n", StringComparison.Ordinal);
            }

            Assert.True(
                since.Elapsed < Longest, $"The message was not delivered: {await File.ReadAllTextAsync(sandbox.In("postfix.log"))}");
            await Task.Delay(50);
        }
    }

    private string[] Delivered() =>
        Directory.Exists(sandbox.In("mail", "inbox", "new")) ? Directory.GetFiles(sandbox.In("mail", "inbox", "new")) : [];
}
