namespace OpteriusDkim;

/// <summary>The tests that share one built launcher.</summary>
[CollectionDefinition(Name)]
public sealed class LauncherTestGroup : ICollectionFixture<BuiltLauncher>
{
    public const string Name = "Launcher";
}
