using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Where a process waits until it may go on, outside of every sandbox.</summary>
internal sealed class Gate : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("dkim-gate-").FullName;

    /// <summary>Room for a log.</summary>
    public string Log => Path.Combine(folder, "log");

    /// <summary>Whether the process is here.</summary>
    public bool HasArrived => File.Exists(Arrived);

    /// <summary>What the process runs to say that it is here, and to wait.</summary>
    public string Script =>
        $"[IO.File]::WriteAllText('{Arrived}', ''); while (-not [IO.File]::Exists('{Opened}')) {{ [Threading.Thread]::Sleep(10) }}";

    private string Arrived => Path.Combine(folder, "arrived");

    private string Opened => Path.Combine(folder, "open");

    /// <summary>Waits until the process is here.</summary>
    public async Task AwaitArrivalAsync(Process process)
    {
        var since = Stopwatch.StartNew();
        while (!HasArrived)
        {
            if (process.HasExited || since.Elapsed > Longest)
            {
                throw new InvalidOperationException($"The host did not come up: {await Tool.AwaitAsync(process)}");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Lets it go on.</summary>
    public void Open() => File.WriteAllText(Opened, "");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
