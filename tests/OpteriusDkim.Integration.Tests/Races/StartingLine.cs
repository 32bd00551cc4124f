namespace OpteriusDkim;

/// <summary>Lets several processes begin at the same moment, once all of them are up.</summary>
internal sealed class StartingLine(int count) : IDisposable
{
    private readonly Gate[] gates = [.. Enumerable.Range(0, count).Select(_ => new Gate())];

    /// <summary>What a process runs to wait for the others.</summary>
    /// <param name="index">Which process it is.</param>
    public string Script(int index) => gates[index].Script;

    /// <summary>Waits for all and lets them go.</summary>
    /// <param name="ended">Ends the wait: a process that ended doesn't come any more.</param>
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
