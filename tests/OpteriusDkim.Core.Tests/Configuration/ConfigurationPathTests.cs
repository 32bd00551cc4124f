namespace OpteriusDkim.Tests;

[Collection(RunAlone.Name)]
public sealed class ConfigurationPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? before = Environment.GetEnvironmentVariable(DkimConfiguration.PathVariable);

    [Fact]
    public void The_environment_locates_the_file_unless_a_parameter_does()
    {
        Environment.SetEnvironmentVariable(DkimConfiguration.PathVariable, folder.Write("a.json", "{ \"ttl\": 1 }"));
        Assert.Equal(1, DkimConfiguration.Load(null).Ttl);
        Assert.Equal(2, DkimConfiguration.Load(folder.Write("b.json", "{ \"ttl\": 2 }")).Ttl);
    }

    [Fact]
    public void A_file_named_by_the_environment_must_exist()
    {
        Environment.SetEnvironmentVariable(DkimConfiguration.PathVariable, folder["nothing.json"]);
        Assert.Throws<NotFoundException>(() => DkimConfiguration.Load(null));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(DkimConfiguration.PathVariable, before);
        folder.Dispose();
    }
}
