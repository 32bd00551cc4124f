namespace OpteriusDkim.Tests;

[Collection(RunAlone.Name)]
public sealed class ConfigurationPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? before = Environment.GetEnvironmentVariable(DkimConfiguration.PathVariable);

    [Fact]
    public void The_environment_says_where_the_file_is_unless_a_parameter_does()
    {
        Environment.SetEnvironmentVariable(DkimConfiguration.PathVariable, folder.Write("a.json", "{ \"ttl\": 1 }"));
        Assert.Equal(1, DkimConfiguration.Load(null).Ttl);
        Assert.Equal(2, DkimConfiguration.Load(folder.Write("b.json", "{ \"ttl\": 2 }")).Ttl);
    }

    [Fact]
    public void A_file_that_the_environment_names_has_to_be_there()
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
