namespace OpteriusDkim;

/// <summary>Get-DkimKey over 10,000 keys, against openssl over 100 of them.</summary>
internal static class Listing
{
    private const int Keys = 10_000;

    public static void Run()
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        _ = new BulkStore(sandbox, session, Keys);
        var openssl = Measure.Time(() => Measure.Shell(
            $"for key in $(ls -d {sandbox.Keys}/*/mail.private 2>/dev/null | head -100); "
            + "do openssl pkey -in $key -pubout -out /dev/null || exit 1; done"));
        var first = Measure.Time(() => Count(session));
        Measure.Say($"list: {Keys} keys: Get-DkimKey {first.TotalSeconds:0.00} s, openssl pkey over 100 {openssl.TotalSeconds:0.00} s");
        Measure.Ratio("time against openssl over 100", first / openssl, 3, atLeast: false);
    }

    private static void Count(ModuleSession session)
    {
        var count = (int)Measure.Run(session, "@(Get-DkimKey).Count").Objects[0].BaseObject;
        if (count != Keys)
        {
            throw new InvalidOperationException($"{count} of {Keys} were listed.");
        }
    }
}
