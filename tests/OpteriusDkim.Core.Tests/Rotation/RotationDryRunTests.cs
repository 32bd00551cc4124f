namespace OpteriusDkim.Tests;

public sealed class RotationDryRunTests
{
    [Fact]
    public async Task A_key_that_could_not_be_generated_is_reported_and_nothing_is_written()
    {
        var world = new SimWorld(1, PlannerFault.None, null) { Chaos = false };
        RotationResult? result = null;
        var engine = new RotationEngine(
            world.Ports with { Keys = new ReadOnlyKeys(world) },
            _ => world.Policy,
            new RotationCallbacks((done, _) => result = done, (_, exception) => throw exception),
            new RecordedProgress(),
            1);

        await engine.RunAsync([new RotationRequest(SimWorld.Domain) { DryRun = true }], TestContext.Current.CancellationToken);

        Assert.Equal(RotationStep.Generate, Assert.IsType<RotationResult.Waiting>(result).Plan!.Step);
        Assert.Equal(nameof(FindingTable.ReadOnlyFileSystem), Assert.Single(result.Run.Findings).Code);
        Assert.Null(world.Journal.Current);
    }

    private sealed class ReadOnlyKeys(IRotationKeys keys) : IRotationKeys
    {
        public IReadOnlyList<RotationKey> Of(DomainName domain) => keys.Of(domain);

        public void CheckGenerate(RecordName name) => throw new InaccessibleException(
            FindingTable.ReadOnlyFileSystem.With(("operation", "write"), ("path", "/keys"), ("mount", "/")), null);

        public Task GenerateAsync(RecordName name, KeyParameters parameters, IProgressLog log, CancellationToken cancellation) =>
            throw new InvalidOperationException("A dry run generates no key.");

        public Task DeleteAsync(RecordName name, bool keepCopy, IProgressLog log, CancellationToken cancellation) =>
            throw new InvalidOperationException("A dry run deletes no key.");
    }
}
