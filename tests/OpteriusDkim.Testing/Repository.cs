namespace OpteriusDkim;

/// <summary>The repository checkout of the tests.</summary>
public static class Repository
{
    /// <summary>Its root: the folder of the manifest.</summary>
    public static string Root { get; } = FindRoot();

    public static string Manifest => Path.Combine(Root, "OpteriusDkim.psd1");

    /// <summary>The built module's folder.</summary>
    public static string ModuleBin => Path.Combine(Root, "module", "bin");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OpteriusDkim.psd1")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the checkout.");
        }

        return folder;
    }
}
