using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Holds a process until it may continue; outside of every sandbox.</summary>
internal sealed class Gate : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("dkim-gate-").FullName;

    public string Log => Path.Combine(folder, "log");

    /// <summary>Whether the process has arrived.</summary>
    public bool HasArrived => File.Exists(Arrived);

    /// <summary>The script with which the process announces itself and waits.</summary>
    public string Script =>
        $"[IO.File]::WriteAllText('{Arrived}', ''); while (-not [IO.File]::Exists('{Opened}')) {{ [Threading.Thread]::Sleep(10) }}";

    private string Arrived => Path.Combine(folder, "arrived");

    private string Opened => Path.Combine(folder, "open");

    /// <summary>Waits until the process has arrived.</summary>
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

    /// <summary>Lets the process continue.</summary>
    public void Open() => File.WriteAllText(Opened, "");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
