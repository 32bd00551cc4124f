namespace OpteriusDkim;

/// <summary>Finds the module that this host belongs to.</summary>
internal static class ModuleManifest
{
    private const string FileName = "OpteriusDkim.psd1";

    /// <summary>The manifest in the nearest folder above the host's own.</summary>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var manifest = Path.Combine(folder.FullName, FileName);
            if (File.Exists(manifest))
            {
                return manifest;
            }
        }

        throw new ModuleNotLoadedException(
            $"There is no {FileName} in {AppContext.BaseDirectory} or a folder above it. Run the launcher of a checkout.");
    }
}
