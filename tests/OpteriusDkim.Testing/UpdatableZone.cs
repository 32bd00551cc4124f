using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>BIND as a primary server on loopback whose zones accept dynamic updates signed with a TSIG key.</summary>
public sealed class UpdatableZone : IDisposable
{
    public const string KeyName = "dkim-key";

    private const string KeyProgram = "/usr/sbin/tsig-keygen";

    private readonly NameServer server;

    private UpdatableZone(NameServer server, string keyFile)
    {
        this.server = server;
        KeyFile = keyFile;
    }

    /// <summary>Address and port in the syntax of publisher.server.</summary>
    public string Address => server.Address;

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => server.Port;

    /// <summary>The TSIG key that the zones accept, readable by its owner only.</summary>
    public string KeyFile { get; }

    /// <summary>The publisher settings for this server, ending in a comma.</summary>
    public string Settings => $$"""
        "publisher": { "type": "DynamicUpdate", "server": "{{Address}}", "keyFile": "{{KeyFile}}" },
        "dns": { "servers": ["{{Address}}"], "timeout": "00:00:05" },
        """;

    /// <param name="zones">Each zone's name and its records, without an SOA and NS, which are added.</param>
    public static UpdatableZone Start(string folder, params (string Zone, string Records)[] zones) =>
        Start(folder, "hmac-sha256", $"allow-update {{ key {KeyName}; }};", zones);

    /// <summary>Starts a server with a given algorithm and permission.</summary>
    /// <param name="algorithm">The algorithm of the key.</param>
    /// <param name="permission">The statement of named.conf in each zone that permits updates.</param>
    /// <param name="zones">Each zone's name and its records, without an SOA and NS, which are added.</param>
    public static UpdatableZone Start(string folder, string algorithm, string permission, params (string Zone, string Records)[] zones)
    {
        Directory.CreateDirectory(folder);
        var keyFile = Path.Combine(folder, "tsig.key");
        WriteKey(keyFile, algorithm, KeyName);
        return new UpdatableZone(NameServer.StartUpdatable(folder, $"include \"{keyFile}\";", permission, zones), keyFile);
    }

    /// <summary>Generates a key with BIND.</summary>
    public static void WriteKey(string path, string algorithm, string name)
    {
        using var process = Process.Start(new ProcessStartInfo(KeyProgram, ["-a", algorithm, name]) { RedirectStandardOutput = true })!;
        File.WriteAllText(path, process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => server.Dispose();
}
