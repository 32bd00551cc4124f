using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Runs commands as an ordinary user: nobody if the caller is root, otherwise the caller.</summary>
internal sealed class OrdinaryUser : IDisposable
{
    private OrdinaryUser(FileOwner owner) => Owner = owner;

    /// <summary>The user.</summary>
    public FileOwner Owner { get; }

    /// <summary>A sandbox, owned by the caller.</summary>
    public Sandbox Sandbox { get; } = new();

    /// <summary>The user's home folder.</summary>
    public string Home => Sandbox.In("home");

    /// <summary>Creates a home for the user; skips the test if there is only root.</summary>
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
