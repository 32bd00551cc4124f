namespace OpteriusDkim;

/// <summary>200 keys through one pipeline, against opendkim-genkey in a loop and openssl on all cores.</summary>
internal static class KeyGeneration
{
    private const int Keys = 200;

    public static void Run()
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        Measure.Run(session, "'warm.up.example' | New-DkimKey | Out-Null");
        var genkey = sandbox.In("genkey");
        Directory.CreateDirectory(genkey);
        var openssl = Measure.Time(() => Measure.Shell(
            $"seq {Keys} | xargs -P $(nproc) -I% openssl genrsa -out {sandbox.In("openssl")}-% 2048 2>/dev/null"));
        var ours = Measure.Time(() => Measure.Run(session, $"1..{Keys} | ForEach-Object {{ \"d$_.example\" }} | New-DkimKey | Out-Null"));
        var theirs = Measure.Time(() => Measure.Shell(
            $"for i in $(seq {Keys}); do mkdir {genkey}/$i "
            + $"&& opendkim-genkey -b 2048 -D {genkey}/$i -d d$i.example -s mail || exit 1; done"));
        Measure.Say(
            $"keys: {Keys} RSA-2048: New-DkimKey {ours.TotalSeconds:0.00} s, opendkim-genkey {theirs.TotalSeconds:0.00} s, ",
            $"openssl genrsa on all cores {openssl.TotalSeconds:0.00} s");
        Measure.Ratio("rate against opendkim-genkey", theirs / ours, 1.8, atLeast: true);
        Measure.Ratio("rate against openssl on all cores", openssl / ours, 0.9, atLeast: true);
    }
}
