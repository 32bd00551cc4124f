namespace OpteriusDkim.Posix;

/// <summary>
/// Judges the scripts that the configuration names before they are run with the caller's rights: a regular file of root
/// or of the caller, which nobody else can change, in folders where nobody else can put another in its place.
/// </summary>
/// <param name="caller">The uid of who runs it.</param>
internal sealed class ScriptSafety(IPathStatus paths, uint caller)
{
    private const int Write = 2;
    private const uint Root = 0;

    /// <summary>Judges by this host's files, for who runs this process.</summary>
    public ScriptSafety()
        : this(new SystemPathStatus(), FileOwner.Caller.User)
    {
    }

    /// <summary>Goes the way to a script from the root on, through every folder and every link.</summary>
    /// <param name="script">Its path, absolute.</param>
    /// <returns>Why it must not be run; null where all is well.</returns>
    /// <exception cref="InaccessibleException">The caller may not look at it.</exception>
    public string? ProblemOf(string script)
    {
        if (paths.Look(script) is null)
        {
            return "file not found";
        }

        return ProblemOnTheWay(script, out var at) ?? OfFile(at, paths.Look(at));
    }

    /// <summary>The same for a folder in which a file is to be made.</summary>
    /// <param name="folder">Its path, absolute.</param>
    /// <returns>Why no file should be made there; null where all is well.</returns>
    /// <exception cref="InaccessibleException">The caller may not look at it.</exception>
    public string? ProblemOfFolder(string folder) => ProblemOnTheWay(folder, out var at) ?? OfFolder(at, paths.Look(at));

    private string? ProblemOnTheWay(string path, out string at)
    {
        at = "/";
        for (var way = new Stack<string>(StepsOf(path)); way.TryPop(out var step);)
        {
            var folder = paths.Look(at);
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
                // Sticky keeps others from replacing what is root's, but whose the link is doesn't show.
                return $"the link {next} is in a folder that other users can write to";
            }

            at = Path.IsPathRooted(target) ? "/" : at;
            foreach (var further in StepsOf(target))
            {
                way.Push(further);
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
