using System.Globalization;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>
/// Postfix's configuration from <c>postconf -x</c>, or from main.cf alone if that program isn't installed or there is no
/// master.cf.
/// </summary>
internal sealed class PostfixConfiguration
{
    private const string DefaultFolder = "/etc/postfix";
    private static readonly string[] Programs = ["/usr/sbin/postconf", "/usr/local/sbin/postconf", "/sbin/postconf"];
    private static readonly TimeSpan ProgramTimeout = TimeSpan.FromSeconds(20);

    /// <summary>The settings to read, with the defaults of Postfix 3.</summary>
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["smtpd_milters"] = "",
        ["non_smtpd_milters"] = "",
        ["smtpd_milter_maps"] = "",
        ["milter_default_action"] = "tempfail",
        ["milter_mail_macros"] = "i {auth_type} {auth_authen} {auth_author} {mail_addr} {mail_host} {mail_mailer}",
        ["milter_connect_macros"] = "j {daemon_name} {daemon_addr} v _",
        ["milter_macro_daemon_name"] = "",
        ["myhostname"] = "",
        ["queue_directory"] = "/var/spool/postfix",
        ["mail_owner"] = "postfix",
        ["receive_override_options"] = "",
        ["smtpd_sasl_auth_enable"] = "no",
        ["compatibility_level"] = "0",
    };

    private readonly Dictionary<string, string> effective;
    private readonly Dictionary<string, string> written;

    private PostfixConfiguration(string path, Dictionary<string, string> effective, Dictionary<string, string> written)
    {
        Path = path;
        this.effective = effective;
        this.written = written;
    }

    /// <summary>The main.cf.</summary>
    public string Path { get; }

    /// <summary>The services; empty if master.cf can't be read.</summary>
    public IReadOnlyList<PostfixService> Services { get; private init; } = [];

    /// <summary>The queue directory: the root of chrooted services and the working directory of others.</summary>
    public string Queue => this["queue_directory"].TrimEnd('/');

    /// <summary>A setting's value with all references expanded.</summary>
    public string this[string name] => effective.GetValueOrDefault(name) ?? Defaults[name];

    /// <summary>The value for a service, with its overrides.</summary>
    public string For(PostfixService? service, string name) => service?.Overrides.GetValueOrDefault(name) ?? this[name];

    /// <summary>A setting's unexpanded text in main.cf; null if it isn't set there.</summary>
    public string? Written(string name) => written.GetValueOrDefault(name);

    /// <summary>A Postfix command for this configuration, for example <c>postconf -c /srv/postfix -e</c>.</summary>
    public string Command(string program, string arguments)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        return folder == DefaultFolder ? $"{program} {arguments}" : $"{program} -c {ShellText.Quote(folder)} {arguments}";
    }

    /// <returns>The configuration; null if it is missing or can't be read.</returns>
    public static PostfixConfiguration? Read(string path)
    {
        if (PostfixSettings.Read(path) is not { } text)
        {
            return null;
        }

        var folder = System.IO.Path.GetDirectoryName(path)!;
        var all = System.IO.Path.GetFileName(path) == "main.cf" ? Run(["-c", folder, "-x", .. Defaults.Keys]) : null;
        if (all is null || Run(["-c", folder, "-n"]) is not { } set)
        {
            return new PostfixConfiguration(
                path,
                Defaults.Keys.Where(name => text[name] is not null).ToDictionary(name => name, name => text[name]!),
                Defaults.Keys.Where(name => text.Written(name) is not null).ToDictionary(name => name, name => text.Written(name)!));
        }

        var effective = Settings(all);
        var services = Run(["-c", folder, "-M"]) is { } lines && Run(["-c", folder, "-Px"]) is { } overrides
            ? PostfixService.Parse(lines, overrides, ChrootsByDefault(effective))
            : [];
        return new PostfixConfiguration(path, effective, Settings(set)) { Services = services };
    }

    /// <summary>Since compatibility level 1 a dash in the chroot column means no (COMPATIBILITY_README).</summary>
    private static bool ChrootsByDefault(Dictionary<string, string> settings) =>
        !int.TryParse(
            (settings.GetValueOrDefault("compatibility_level") ?? "0").Split('.')[0],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var level) || level < 1;

    private static Dictionary<string, string> Settings(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2)
        .GroupBy(parts => parts[0]).ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);

    /// <summary>The output of postconf; null if it isn't installed or fails.</summary>
    private static string? Run(string[] arguments) =>
        Array.Find(Programs, File.Exists) is { } program && SignerProgram.Run(program, arguments, ProgramTimeout) is { ExitCode: 0 } result
            ? result.Output
            : null;
}
