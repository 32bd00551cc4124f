namespace OpteriusDkim.Packaging;

/// <summary>The folder of the module as it ships: what pwsh needs, the timer, the help, the examples and the licences.</summary>
/// <param name="source">The built source tree.</param>
/// <param name="target">The folder to create.</param>
internal sealed class ModuleFolder(string source, string target)
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ExecutableByAll =
        ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string[] Folders = ["module", "en-US", "examples"];

    private static readonly string[] Documents = ["CHANGELOG.md", "LICENSE"];

    public const string Manifest = "OpteriusDkim.psd1";

    public string Location => target;

    /// <summary>Paths of all files, relative to the folder, in ordinal order.</summary>
    public string[] Files =>
    [
        .. Directory.GetFiles(target, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(target, path)).Order(StringComparer.Ordinal),
    ];

    public void CopySource()
    {
        var paths = Folders
            .SelectMany(folder => Directory.GetFiles(Path.Combine(source, folder), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(source, path));
        foreach (var path in paths.Concat(Documents).Where(Ships))
        {
            var isProgram = Path.GetExtension(path) is "" or ".sh" or ".py"
                && File.GetUnixFileMode(Path.Combine(source, path)).HasFlag(UnixFileMode.UserExecute);
            Write(path, File.ReadAllBytes(Path.Combine(source, path)), isProgram ? ExecutableByAll : ReadableByAll);
        }
    }

    public void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text), ReadableByAll);

    private void Write(string path, byte[] content, UnixFileMode mode)
    {
        var full = Path.Combine(target, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        File.SetUnixFileMode(full, mode);
    }

    /// <summary>The launchers' library is for the checkout and the Debian package; what packages bring for Windows is never used.</summary>
    private static bool Ships(string path) => Path.GetExtension(path) is not ".xml" and not ".pdb" and not ".bash"
        && !path.StartsWith(Path.Combine("module", "bin", "isolated", "runtimes"), StringComparison.Ordinal)
        || path.StartsWith("en-US", StringComparison.Ordinal);
}
