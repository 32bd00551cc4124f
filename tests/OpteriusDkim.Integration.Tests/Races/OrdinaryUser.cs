using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Commands run by someone who isn't root: as root by nobody, else by oneself.</summary>
internal sealed class OrdinaryUser : IDisposable
{
    private OrdinaryUser(FileOwner owner) => Owner = owner;

    /// <summary>Who it is.</summary>
    public FileOwner Owner { get; }

    /// <summary>A sandbox; it belongs to root, or to oneself.</summary>
    public Sandbox Sandbox { get; } = new();

    /// <summary>A folder of the user's own.</summary>
    public string Home => Sandbox.In("home");

    /// <summary>Makes a user with a home; skips the test where nobody but root is there.</summary>
    public static async Task<OrdinaryUser> CreateAsync()
    {
        Assert.SkipUnless(!FileOwner.CallerIsRoot || Tool.Exists("setpriv"), "setpriv (util-linux) is not installed");
        var owner = FileOwner.CallerIsRoot ? FileOwner.Find("nobody:nogroup") : FileOwner.Caller;
        Assert.SkipWhen(owner is null, "there is no user nobody");
        var user = new OrdinaryUser(owner.Value);
        await user.OwnAsync(user.Home);
        return user;
    }

    /// <summary>Makes a folder that belongs to the user.</summary>
    public async Task OwnAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        _ = (await Tool.RunAsync("chown", $"{Owner.User}:{Owner.Group}", folder)).Successful;
    }

    /// <summary>Runs a command as this user.</summary>
    /// <param name="script">The command, as the host takes it.</param>
    public async Task<ToolOutcome> RunAsync(string script)
    {
        using var process = Start(script);
        return await Tool.AwaitAsync(process);
    }

    public void Dispose() => Sandbox.Dispose();

    private Process Start(string script)
    {
        (string, string?)[] environment =
            [("HOME", Home), ("XDG_STATE_HOME", Path.Combine(Home, "states")), ("OPTERIUS_DKIM_CONFIG", null), ("TMPDIR", null)];
        return FileOwner.CallerIsRoot
            ? Tool.Start("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", ModuleProcess.Program, script], environment)
            : Tool.Start(ModuleProcess.Program, [script], environment);
    }
}
