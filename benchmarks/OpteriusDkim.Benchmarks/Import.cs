namespace OpteriusDkim;

/// <summary>What Import-Module adds to the start of the bare engine, each in a process of its own.</summary>
internal static class Import
{
    private const int Runs = 9;

    /// <summary>What the child processes run.</summary>
    public static int Child(bool import)
    {
        var state = System.Management.Automation.Runspaces.InitialSessionState.CreateDefault2();
        using var runspace = System.Management.Automation.Runspaces.RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = System.Management.Automation.PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript(import ? $"Import-Module '{Repository.Manifest}'; 1" : "1").Invoke();
        return shell.HadErrors ? 1 : 0;
    }

    public static void Run()
    {
        var self = Environment.ProcessPath!;
        var bare = new List<double>();
        var with = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            bare.Add(Measure.Time(() => Measure.Shell($"{self} child bare")).TotalMilliseconds);
            with.Add(Measure.Time(() => Measure.Shell($"{self} child import")).TotalMilliseconds);
        }

        var (engine, both) = (Median(bare), Median(with));
        Measure.Say($"import: the bare engine {engine:0} ms, with Import-Module {both:0} ms (medians of {Runs})");
        Measure.Ratio("added time against the bare engine's", (both - engine) / engine, 0.4, atLeast: false);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
