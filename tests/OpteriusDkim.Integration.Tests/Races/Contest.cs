namespace OpteriusDkim;

/// <summary>Commands in separate processes that start at the same moment.</summary>
internal static class Contest
{
    /// <summary>Runs the commands.</summary>
    /// <param name="commands">One for each process.</param>
    public static async Task<IReadOnlyList<ToolOutcome>> RunAsync(Sandbox sandbox, params string[] commands)
    {
        using var start = new StartingLine(commands.Length);
        var runs = commands.Select(async (command, index) =>
        {
            var script = $"$null = {command} -WhatIf 2>$null; {start.Script(index)}; {ModuleProcess.Reporting(command)}";
            using var process = Tool.Start(ModuleProcess.Program, ModuleProcess.Configured(sandbox, script));
            return await Tool.AwaitAsync(process);
        }).ToList();
        await start.StartAsync(Task.WhenAll(runs));
        return await Task.WhenAll(runs);
    }
}
