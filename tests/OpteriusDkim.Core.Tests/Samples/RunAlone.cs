namespace OpteriusDkim.Tests;

/// <summary>Tests that change process-wide state, such as the umask or an environment variable.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunAlone
{
    public const string Name = "Run alone";
}
