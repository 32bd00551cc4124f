namespace OpteriusDkim;

/// <summary>Test-DkimDns over many domains of which all are verified; else the benchmark ends.</summary>
internal static class BulkRun
{
    /// <summary>What an administrator would run over a store where all is well.</summary>
    /// <param name="session">The module.</param>
    /// <param name="server">The server, and options.</param>
    public static void ListUnverified(ModuleSession session, string server)
    {
        if (Measure.Run(session, $"Test-DkimDns * -Server {server} | Where-Object Status -ne Verified").Objects.Count > 0)
        {
            throw new InvalidOperationException("Not all were verified.");
        }
    }

    /// <summary>Counts those that are verified.</summary>
    /// <param name="session">The module.</param>
    /// <param name="server">The server, and options.</param>
    /// <param name="domains">A pattern.</param>
    /// <param name="count">How many there should be.</param>
    public static void Verify(ModuleSession session, string server, string domains, int count)
    {
        var verified = Measure.Run(
            session,
            $"$n = 0; Test-DkimDns '{domains}' -Server {server} | ForEach-Object {{ if ($_.Status -eq 'Verified') {{ $n++ }} }}; $n");
        if ((int)verified.Objects[0].BaseObject != count)
        {
            throw new InvalidOperationException($"{verified.Objects[0]} of {count} were verified.");
        }
    }
}
