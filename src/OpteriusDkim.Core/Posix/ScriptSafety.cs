namespace OpteriusDkim.Posix;

/// <summary>
/// Checks configured scripts before they run with the caller's rights: a regular file of root or of the caller, which other
/// users can neither change nor replace.
/// </summary>
/// <param name="caller">The uid of the caller.</param>
internal sealed class ScriptSafety(IPathStatus paths, uint caller)
{
    private const int Write = 2;
    private const uint Root = 0;

    /// <summary>Uses this host's files and the user of this process.</summary>
    public ScriptSafety()
        : this(new SystemPathStatus(), FileOwner.Caller.User)
    {
    }

    /// <summary>Checks a script and every folder and link in its path.</summary>
    /// <param name="script">Its absolute path.</param>
    /// <returns>Why it must not be run, or null.</returns>
    /// <exception cref="InaccessibleException">A status can't be read.</exception>
    public string? ProblemOf(string script)
    {
        if (paths.StatusOf(script) is null)
        {
            return "file not found";
        }

        return ProblemInPath(script, out var at) ?? OfFile(at, paths.StatusOf(at));
    }

    /// <summary>The same for a folder in which a file will be created.</summary>
    /// <param name="folder">Its absolute path.</param>
    /// <returns>Why no file should be created there, or null.</returns>
    /// <exception cref="InaccessibleException">A status can't be read.</exception>
    public string? ProblemOfFolder(string folder) => ProblemInPath(folder, out var at) ?? OfFolder(at, paths.StatusOf(at));

    private string? ProblemInPath(string path, out string at)
    {
        at = "/";
        for (var rest = new Stack<string>(StepsOf(path)); rest.TryPop(out var step);)
        {
            var folder = paths.StatusOf(at);
            if (OfFolder(at, folder) is { } problem)
            {
                return problem;
            }

            var next = Path.GetFullPath(step, at);
            if (paths.LinkTarget(next) is not { } target)
            {
                at = next;
                continue;
            }

            if (IsOpen(folder!))
            {
                // The sticky bit protects root's entries, but the owner of the link is unknown here.
                return $"the link {next} is in a folder that other users can write to";
            }

            at = Path.IsPathRooted(target) ? "/" : at;
            foreach (var further in StepsOf(target))
            {
                rest.Push(further);
            }
        }

        return null;
    }

    /// <summary>The names in a path, the last one first.</summary>
    private static IEnumerable<string> StepsOf(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).AsEnumerable().Reverse();

    private string? OfFile(string path, FileStatus? status) => status switch
    {
        null => "file not found",
        { Kind: not FileKind.File } => "it is not a file",
        _ when !IsOwn(status) => $"{path} belongs to neither root nor the user who runs it",
        _ when IsOpen(status) => $"users other than its owner can change {path}",
        _ => null,
    };

    private string? OfFolder(string path, FileStatus? status) => status switch
    {
        null => "file not found",
        _ when !IsOwn(status) => $"the folder {path} belongs to neither root nor the user who runs it",
        _ when IsOpen(status) && !status.Mode.HasFlag(UnixFileMode.StickyBit) =>
            $"users other than its owner can write to the folder {path} and replace files in it",
        _ => null,
    };

    private bool IsOwn(FileStatus status) => status.Owner.User == Root || status.Owner.User == caller;

    private static bool IsOpen(FileStatus status) => ((status.GroupPermission | status.OthersPermission) & Write) != 0;
}
