namespace OpteriusDkim.Tests;

/// <summary>Tests that change what belongs to the whole process, such as its umask or a variable of its environment.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunAlone
{
    public const string Name = "Run alone";
}
