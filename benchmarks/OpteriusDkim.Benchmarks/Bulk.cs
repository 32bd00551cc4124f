using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// The cmdlets of nightly runs over 1,000, 10,000 and 100,000 domains: time a domain and memory above the engine's own, as ratios to
/// 10,000. OPTERIUS_DKIM_BULK names other sizes, and cmdlets: "1000,10000 get,due".
/// </summary>
internal static class Bulk
{
    private const int Standard = 10_000;
    private const int PeersKeys = 100;
    private const string Count = "| ForEach-Object { $n++ }; \"count $n\"";

    /// <summary>What is run, by name; KEYS is another folder, LIST a file of domains, SIZE how many.</summary>
    private static readonly (string Name, string Script)[] Scripts =
    [
        ("new", "[IO.File]::ReadLines('LIST') | New-DkimKey -Algorithm Ed25519 -KeyDirectory KEYS -WarningAction Ignore"),
        ("again", "[IO.File]::ReadLines('LIST') | New-DkimKey -Algorithm Ed25519 -KeyDirectory KEYS -WarningAction Ignore "
            + "-ErrorAction Ignore; 1..SIZE"),
        ("get", "Get-DkimKey"),
        ("test", "Test-DkimDns * | Where-Object Status -eq Verified"),
        ("status", "Get-DkimStatus"),
        ("sync", "[IO.File]::ReadLines('LIST') | Sync-DkimDomain; 1..SIZE"),
        ("due", "Invoke-DkimRotation -Due; 1..SIZE"),
    ];

    public static void Run()
    {
        if (BulkHost.Missing is { } missing)
        {
            Measure.Say($"bulk: not measured, {missing}");
            return;
        }

        var wanted = (Environment.GetEnvironmentVariable("OPTERIUS_DKIM_BULK") ?? "1000,10000,100000").Split(' ');
        int[] sizes = [.. wanted[0].Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        var idle = ChildRun.Of("", "1").Megabytes;
        var results = new Dictionary<(string Name, int Size), (double Seconds, double Megabytes)>();
        foreach (var size in sizes)
        {
            using var host = new BulkHost(size);
            foreach (var (name, script) in Scripts.Where(item => wanted.Length < 2 || wanted[1].Split(',').Contains(item.Name)))
            {
                var run = ChildRun.Of(host.Configuration, Command(script, host, size));
                if (run.NumberOf("count") != size)
                {
                    throw new InvalidOperationException($"{name}: {run.NumberOf("count")} of {size}");
                }

                results[(name, size)] = (run.Time.TotalSeconds, run.Megabytes - idle);
                Measure.Say(
                    $"bulk: {name}: {size} in {run.Time.TotalSeconds:0.0} s, {size / run.Time.TotalSeconds:0}/s, ",
                    $"{run.Megabytes - idle:0} MB above the engine's {idle:0} MB");
            }

            Compare(host, size);
        }

        foreach (var (name, size) in results.Keys.Where(key => key.Size > Standard && results.ContainsKey((key.Name, Standard))))
        {
            var (more, standard) = (results[(name, size)], results[(name, Standard)]);
            Measure.Ratio($"{name}: memory over {size} against {Standard}", more.Megabytes / standard.Megabytes, 1.3, atLeast: false);
            Measure.Ratio(
                $"{name}: time a domain over {size} against {Standard}",
                more.Seconds / size / (standard.Seconds / Standard), 1.2, atLeast: false);
        }
    }

    private static string Command(string script, BulkHost host, int size) =>
        $"$PSDefaultParameterValues = @{{ '*-Dkim*:ConfigurationPath' = 'CONFIGURATION' }}; $n = 0; & {{ {script} }} {Count}"
            .Replace("KEYS", host.OtherKeys, StringComparison.Ordinal)
            .Replace("LIST", host.List, StringComparison.Ordinal)
            .Replace("SIZE", size.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>What others take for some of the domains.</summary>
    private static void Compare(BulkHost host, int size)
    {
        var some = Math.Min(size, PeersKeys);
        var folder = host.OtherKeys + "-genkey";
        Directory.CreateDirectory(folder);
        var genkey = Measure.Time(() => Measure.Shell(
            $"head -{some} {host.List} | while read d; do mkdir {folder}/$d "
            + $"&& opendkim-genkey -b 2048 -D {folder}/$d -d $d -s mail || exit; done"));
        var openssl = Measure.Time(() => Measure.Shell(
            $"head -{some} {host.List} | while read d; do openssl genpkey -algorithm ed25519 -out {folder}/$d.ed || exit; done"));
        Measure.Say(
            $"bulk: {some} domains in a loop: opendkim-genkey {some / genkey.TotalSeconds:0}/s (RSA), ",
            $"openssl genpkey {some / openssl.TotalSeconds:0}/s (Ed25519, not flushed)");
    }
}
