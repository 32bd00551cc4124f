namespace OpteriusDkim;

/// <summary>Checks a rotation that was killed while its journal was replaced.</summary>
internal sealed class JournalKillCheck(OpenDkimHost host, Sandbox sandbox) : IKillCheck
{
    private const string Domain = "one.example.com";
    private const string Command = $"Invoke-DkimRotation {Domain}";

    private readonly (string Keys, string Signing) before = host.Tables;

    /// <summary>A case that kills it before and after each rename of the journal.</summary>
    /// <param name="template">Where the keys are; the tables are copied too.</param>
    public static KillCase Case(OpenDkimHost template) => new(
        Command,
        async sandbox =>
        {
            var host = await template.CopyAsync(sandbox);
            var tables = template.Tables;
            await File.WriteAllTextAsync(sandbox.KeyTable, tables.Keys.Replace(template.Folder, sandbox.Root, StringComparison.Ordinal));
            await File.WriteAllTextAsync(host.SigningTable, tables.Signing);
            return new JournalKillCheck(host, sandbox);
        },
        call => call.Paths[0] == "state/rotation"
            || (call.Name.StartsWith("rename", StringComparison.Ordinal)
            && call.Paths[0].StartsWith("state/rotation/", StringComparison.Ordinal)))
    {
        IsExhaustive = true,
    };

    public Task<IReadOnlyList<string>> AfterKillAsync()
    {
        using var session = new ModuleSession(sandbox);
        var outcome = session.Run("Get-DkimRotation; Get-DkimKey");
        return Task.FromResult<IReadOnlyList<string>>(
        [
            .. outcome.Errors.Select(error => $"what it left can't be read: {error}"),
            .. TableProblems(),
        ]);
    }

    public async Task<IReadOnlyList<string>> AfterNextRunAsync()
    {
        using var session = new ModuleSession(sandbox);
        var rotation = session.Run("Get-DkimRotation");
        string[] keys = [.. session.Run($"(Get-DkimKey {Domain}).Selector").Objects.Select(selector => selector.ToString())];
        return
        [
            .. rotation["Phase"]?.ToString() == "Published" && rotation["WaitingFor"]?.ToString() == "Person"
                ? []
                : (string[])[$"the rotation is {rotation.Everything}"],
            .. keys.Order().SequenceEqual(["mail", (string?)rotation["NewSelector"] ?? ""])
                ? []
                : (string[])[$"the keys are {string.Join(", ", keys)}"],
            .. TableProblems(),
            .. (await FileState.BelowAsync(sandbox.Root)).Where(file => file.IsLeftover && !file.IsFolder)
                .Select(file => $"a leftover is still there: {file}"),
        ];
    }

    public void Dispose() => host.Dispose();

    private IEnumerable<string> TableProblems() => host.Tables == before ? [] : ["the tables have changed"];
}
