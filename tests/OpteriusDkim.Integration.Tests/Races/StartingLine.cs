namespace OpteriusDkim;

/// <summary>Starts several processes at the same moment, once all are ready.</summary>
internal sealed class StartingLine(int count) : IDisposable
{
    private readonly Gate[] gates = [.. Enumerable.Range(0, count).Select(_ => new Gate())];

    /// <summary>The script with which a process waits for the others.</summary>
    /// <param name="index">The index of the process.</param>
    public string Script(int index) => gates[index].Script;

    /// <summary>Waits for all processes and releases them.</summary>
    /// <param name="ended">Ends the wait, when a process ended early.</param>
    public async Task StartAsync(Task ended)
    {
        while (!ended.IsCompleted && !Array.TrueForAll(gates, gate => gate.HasArrived))
        {
            await Task.Delay(5);
        }

        foreach (var gate in gates)
        {
            gate.Open();
        }
    }

    public void Dispose() => Array.ForEach(gates, gate => gate.Dispose());
}
