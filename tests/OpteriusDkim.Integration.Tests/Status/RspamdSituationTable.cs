using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>The situations with Rspamd.</summary>
internal static class RspamdSituationTable
{
    private const DkimHealth Ok = DkimHealth.Ok;
    private const DkimHealth Warning = DkimHealth.Warning;
    private const DkimHealth Critical = DkimHealth.Critical;
    private const DkimSigningOutcome Signed = DkimSigningOutcome.Signed;
    private const DkimSigningOutcome Unsigned = DkimSigningOutcome.Unsigned;
    private const DkimSigningOutcome NoReply = DkimSigningOutcome.Unreachable;
    private const DkimDnsStatus Verified = DkimDnsStatus.Verified;
    private const DkimDnsStatus Mismatch = DkimDnsStatus.Mismatch;
    private const DkimDnsStatus NotSeen = DkimDnsStatus.KeyGenerated;
    private const DkimDnsStatus NoKey = DkimDnsStatus.NotConfigured;

    public static IReadOnlyList<RspamdSituation> All { get; } = [.. Files, .. Maps, .. Host, .. Redis];

    private static RspamdSituation[] Files =>
    [
        new(RspamdStage.Files, Row("sound", Ok, "", Signed, Verified)),
        new(RspamdStage.Files, Row("record-deleted", Critical, "RecordMissingWhileSigning", Signed, NotSeen))
        {
            After = (host, d) => host.Publish(d, []),
        },
        new(RspamdStage.Files, Row("two-records", Critical, "SeveralRecords", Signed, Mismatch))
        {
            After = (host, d) => host.Publish(d, SituationHost.Txt(host.TextOf(d)), "TXT \"v=DKIM1; p=\""),
        },
        new(RspamdStage.Files, Row("key-unreadable", Critical, "KeyClosedToSigner MailUnsigned", Unsigned, Verified))
        {
            Before = (host, d) => Run("chown", "root:root", host.KeyPath(d)),
        },
        new(RspamdStage.Files, Row("key-deleted", Critical, "KeyFileMissing MailUnsigned", Unsigned, NoKey))
        {
            Before = (host, d) => File.Delete(host.KeyPath(d)),
        },
        new(RspamdStage.Files, Row("key-short", Warning, "KeyShort", Signed, Verified, begins: false))
        {
            Before = (host, d) =>
            {
                Run("openssl", "genrsa", "-out", host.Sandbox.In("short.pem"), "1024");
                host.Do($"Import-DkimKey {d} mail -Path {host.Sandbox.In("short.pem")} -WarningAction Ignore");
                host.PublishSelector(d, "mail");
                host.Block(d);
            },
        },
        new(RspamdStage.Files, Row("foreign-key", Warning, "KeyNotInStore Drift", Signed, Verified, begins: false))
        {
            Before = MakeForeign,
        },
        new(RspamdStage.Files, Row("block-not-loaded", Critical, "MailUnsigned Drift", Unsigned, Verified))
        {
            Before = (host, d) => host.RemoveBlock(d), After = (host, d) => host.Block(d),
        },
        new(RspamdStage.Files, Row("removal-not-loaded", Critical, "NothingSigns Drift", Signed, Verified))
        {
            After = (host, d) => host.RemoveBlock(d),
        },
        new(RspamdStage.Files, Row("switch-not-loaded", Warning, "Drift", Signed, Verified))
        {
            After = (host, d) =>
            {
                host.Do($"New-DkimKey {d} next");
                host.PublishSelector(d, "next");
                host.Block(d, "next");
            },
        },
    ];

    private static RspamdSituation[] Maps =>
    [
        new(RspamdStage.Files, Row("map", Ok, "", Signed, Verified)) { Before = (host, d) => Map(host, d, host.KeyPath(d)) },
        new(RspamdStage.Files, Row("map-names-no-file", Critical, "KeyFileMissing MailUnsigned", Unsigned, Verified))
        {
            Before = (host, d) => Map(host, d, "/nowhere/mail.private"),
        },
        new(RspamdStage.Files, Row("map-deleted", Critical, "NothingSigns Drift", Signed, Verified))
        {
            Before = (host, d) =>
            {
                host.RemoveBlock(d);
                File.AppendAllText(host.Selectors, $"{d} mail\n");
            },
            After = (host, _) => File.Delete(host.Selectors),
        },
    ];

    private static RspamdSituation[] Host =>
    [
        new(RspamdStage.Postfix, Row("postfix-without-milter", Warning, "PostfixNotWired", Signed, Verified)),
        new(RspamdStage.Broken, Row("include-missing", Warning, "RspamdConfigurationUnreadable SigningUnknown", null, Verified)),
        new(RspamdStage.Stopped, Row("stopped", Critical, "SocketRefused", NoReply, Verified)),
    ];

    private static RspamdSituation[] Redis =>
    [
        new(RspamdStage.Redis, Row("redis", Warning, "Drift SignatureKeyNotStored", Signed, Verified, begins: false))
        {
            Before = (host, d) => PutKey(host, d, 2048),
        },
        new(RspamdStage.Redis, Row("redis-and-store", Ok, "", Signed, Verified))
        {
            Before = (host, d) => host.PutInRedis(d, File.ReadAllText(host.KeyPath(d))),
        },
        new(RspamdStage.Redis, Row("redis-key-short", Warning, "KeyShort", Signed, Verified, begins: false))
        {
            Before = (host, d) => PutKey(host, d, 1024),
        },
        new(RspamdStage.Redis, Row("redis-record-deleted", Critical, "SignatureFailsInDns", Signed, NotSeen, begins: false))
        {
            Before = (host, d) =>
            {
                PutKey(host, d, 2048);
                host.Publish(d, []);
            },
        },
        new(RspamdStage.Redis, Row("redis-selector-only", Critical, "RedisKeyMissing MailUnsigned", Unsigned, NoKey, begins: false))
        {
            Before = (host, d) => host.AskRedis("HSET", "DKIM_SELECTORS", d, "mail"),
        },
        new(RspamdStage.RedisStopped, Row("redis-stopped", Critical, "RedisUnreadable MailUnsigned", Unsigned, null, begins: false))
        {
            Before = (host, d) => PutKey(host, d, 2048),
        },
    ];

    private static Situation Row(
        string name, DkimHealth health, string codes, DkimSigningOutcome? signing, DkimDnsStatus? dns, bool begins = true) =>
        new("rspamd-" + name, health, codes, signing, dns) { Parent = "com", BeginsSigned = begins };

    private static void Map(RspamdSituationHost host, string domain, string path)
    {
        host.RemoveBlock(domain);
        File.AppendAllText(host.Paths, $"{domain} {path}\n");
    }

    private static void MakeForeign(RspamdSituationHost host, string domain)
    {
        var (folder, path) = (host.Sandbox.In("foreign"), host.Sandbox.In("foreign", domain + ".pem"));
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var key = RSA.Create(2048);
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Run("chown", "-R", "_rspamd:_rspamd", folder);
        host.Publish(domain, key);
        host.Block(domain, "mail", path);
    }

    private static void PutKey(RspamdSituationHost host, string domain, int size)
    {
        using var key = RSA.Create(size);
        host.PutInRedis(domain, key.ExportPkcs8PrivateKeyPem());
        host.Publish(domain, key);
    }

    private static void Run(string program, params string[] arguments) =>
        _ = Tool.RunAsync(program, arguments).GetAwaiter().GetResult().Successful;
}
