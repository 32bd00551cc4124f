using System.Globalization;

namespace OpteriusDkim;

/// <summary>A file or folder as find(1) sees it.</summary>
/// <param name="IsFolder">Whether it is a folder.</param>
internal sealed record FileState(bool IsFolder, int Mode, FileOwner Owner, string Path)
{
    /// <summary>The owner of keys in a <see cref="Sandbox"/>: as root the signer's user, if there is one.</summary>
    public static FileOwner KeyOwner { get; } =
        FileOwner.CallerIsRoot && FileOwner.Find("opendkim") is { } signer ? signer : FileOwner.Caller;

    /// <summary>Whether any user but its owner has access.</summary>
    public bool IsOpenToOthers => (Mode & 0x3F /* 077 */) != 0;

    /// <summary>Whether it is a leftover of an interrupted write.</summary>
    public bool IsLeftover => Path.EndsWith(".dkim-tmp", StringComparison.Ordinal);

    /// <summary>A folder and everything below it; empty if it does not exist.</summary>
    public static async Task<IReadOnlyList<FileState>> BelowAsync(string folder) => Directory.Exists(folder)
        ?
        [
            .. (await Tool.RunAsync("find", folder, "-printf", "%y %m %U %G %p\\n")).Successful
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse),
        ]
        : [];

    /// <summary>One file or folder; null if it does not exist.</summary>
    public static async Task<FileState?> OfAsync(string path) => System.IO.Path.Exists(path)
        ? Parse((await Tool.RunAsync("find", path, "-maxdepth", "0", "-printf", "%y %m %U %G %p")).Successful)
        : null;

    public override string ToString() =>
        $"{Path} {Convert.ToString(Mode, 8).PadLeft(4, '0')} {Owner.User}:{Owner.Group}";

    private static FileState Parse(string line)
    {
        var fields = line.Split(' ', 5);
        return new FileState(
            fields[0] == "d",
            Convert.ToInt32(fields[1], 8),
            new FileOwner(Number(fields[2]), Number(fields[3])),
            fields[4]);
    }

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
