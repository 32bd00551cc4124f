namespace OpteriusDkim;

/// <content>Key files and tables.</content>
internal static partial class SituationTable
{
    private static Situation[] Keys =>
    [
        new("key-unreadable", Critical, "KeyClosedToSigner MailDeferred", Deferred, Verified)
        {
            After = (host, d) => Own(host.KeyPath(d), "root:root"),
        },
        new("key-open", Critical, "KeyOpenToEverybody MailDeferred", Deferred, Verified)
        {
            After = (host, d) => File.SetUnixFileMode(host.KeyPath(d), (UnixFileMode)0x1A4),
        },
        new("key-deleted", Critical, "KeyFileMissing MailDeferred", Deferred, NoKey) { After = (host, d) => File.Delete(host.KeyPath(d)) },
        new("key-replaced", Critical, "DifferentKey SignatureFailsInDns", Signed, Mismatch)
        {
            After = (host, d) => Overwrite(host.KeyPath(d), host.KeyPath("sound.example.com")),
        },
        new("key-empty", Critical, "KeyFileEmpty MailDeferred", Deferred, NoKey) { After = (host, d) => Fill(host.KeyPath(d), "") },
        new("key-garbage", Critical, "KeyBroken MailDeferred", Deferred, NoKey) { After = (host, d) => Fill(host.KeyPath(d), "no key\n") },
        new("key-short", Warning, "KeyShort", Signed, Verified)
        {
            BeginsSigned = false,
            Before = (host, d) =>
            {
                Run("openssl", "genrsa", "-out", host.Sandbox.In("short.pem"), "1024");
                host.Do($"Import-DkimKey {d} mail -Path {host.Sandbox.In("short.pem")} -WarningAction Ignore");
                host.Publish((d, "mail"));
                Enable(host, d, "mail");
            },
        },
        new("key-old", Warning, "KeyOld", Signed, Verified) { After = (host, d) => Touch(host.KeyPath(d), -300) },
        new("key-due", Ok, "", Signed, Verified) { After = (host, d) => Touch(host.KeyPath(d), -190) },
        new("key-from-the-future", Warning, "ClockDiffers", Signed, Verified) { After = (host, d) => Touch(host.KeyPath(d), 2) },
        new("key-not-enabled", Critical, "NothingSigns MailUnsigned", Unsigned, Verified)
        {
            BeginsSigned = false,
            Before = (host, d) =>
            {
                host.Do($"New-DkimKey {d}");
                host.Publish((d, "mail"));
            },
        },
        new("key-only", Critical, "NothingSigns MailUnsigned", Unsigned, NotSeen)
        {
            BeginsSigned = false, Before = (host, d) => host.Do($"New-DkimKey {d}"),
        },
        new("same-key-twice", Warning, "KeyPublishedTwice", Signed, Verified)
        {
            Before = (host, d) =>
            {
                Run("cp", "-a", host.KeyPath(d), host.KeyPath(d, "other"));
                host.Publish((d, "other"));
            },
        },
    ];

    private static Situation[] Tables =>
    [
        new("line-commented", Critical, "NothingSigns MailUnsigned", Unsigned, Verified)
        {
            Before = (host, d) => host.EditSigning(lines => lines.Replace($"*@{d} ", $"# *@{d} ", Ordinal)),
        },
        new("line-commented-not-loaded", Critical, "NothingSigns Drift", Signed, Verified)
        {
            After = (host, d) => host.EditSigning(lines => lines.Replace($"*@{d} ", $"# *@{d} ", Ordinal)),
        },
        new("line-added-not-loaded", Critical, "MailUnsigned Drift", Unsigned, Verified)
        {
            BeginsSigned = false,
            After = (host, d) =>
            {
                host.Do($"New-DkimKey {d}");
                host.Publish((d, "mail"));
                Enable(host, d, "mail");
            },
        },
        new("switch-not-loaded", Warning, "Drift", Signed, Verified)
        {
            After = (host, d) =>
            {
                host.Do($"New-DkimKey {d} next");
                host.Publish((d, "next"));
                host.Edit(
                    keys => $"{keys}next._domainkey.{d} {d}:next:{host.KeyPath(d, "next")}\n",
                    signing => signing.Replace($"*@{d} mail.", $"*@{d} next.", Ordinal));
            },
        },
        new("key-line-missing", Critical, "KeyNameUnknown MailDeferred", Deferred, Verified)
        {
            Before = (host, d) => host.Edit(
                keys => keys.Replace($"mail._domainkey.{d} ", $"# mail._domainkey.{d} ", Ordinal), signing => signing),
        },
        new("foreign-key", Warning, "KeyNotInStore Drift", Signed, Verified)
        {
            BeginsSigned = false, Before = (host, d) => MakeForeign(host, d, isPublished: true),
        },
        new("foreign-key-unpublished", Critical, "KeyNotInStore SignatureFailsInDns", Signed, NotSeen)
        {
            BeginsSigned = false, Before = (host, d) => MakeForeign(host, d, isPublished: false),
        },
        new("other-domain-signs", Critical, "SignedForOtherDomain", Unsigned, Verified)
        {
            Before = (host, d) => host.EditSigning(
                lines => lines.Replace($"*@{d} mail._domainkey.{d}", $"*@{d} mail._domainkey.sound.example.com", Ordinal)),
        },
        new("some-users-sign", Critical, "OnlySomeSigned MailUnsigned", Unsigned, Verified)
        {
            Before = (host, d) => host.EditSigning(lines => lines.Replace($"*@{d} ", $"bob@{d} ", Ordinal)),
        },
        new("journal-broken", Warning, "JournalBroken", Signed, Verified) { After = (host, d) => Journal(host, d, "{ \"domain\": ") },
        new("journal-from-the-future", Warning, "ClockDiffers", Signed, Verified)
        {
            After = (host, d) => Journal(host, d, $$$"""
                {"domain":"{{{d}}}","version":1,"past":[],"selectors":[],
                "written":{"utc":"{{{DateTime.UtcNow.AddDays(1):O}}}","boot":"b","uptime":"00:00:01"}}
                """),
        },
    ];

    private static void Enable(SituationHost host, string domain, string selector) => host.Edit(
        keys => $"{keys}{selector}._domainkey.{domain} {domain}:{selector}:{host.KeyPath(domain, selector)}\n",
        signing => $"{signing}*@{domain} {selector}._domainkey.{domain}\n");

    private static void MakeForeign(SituationHost host, string domain, bool isPublished)
    {
        var (folder, path) = (host.Sandbox.In("foreign"), host.Sandbox.In("foreign", domain + ".pem"));
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var key = System.Security.Cryptography.RSA.Create(2048);
        Fill(path, key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Own(path, "opendkim:opendkim");
        Own(folder, "opendkim:opendkim");
        if (isPublished)
        {
            host.Replace(
                domain, SituationHost.Txt($"v=DKIM1; k=rsa; p={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}"));
        }

        host.Edit(
            keys => $"{keys}mail._domainkey.{domain} {domain}:mail:{path}\n",
            signing => $"{signing}*@{domain} mail._domainkey.{domain}\n");
    }

    private static void Journal(SituationHost host, string domain, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(host.Journal(domain))!);
        File.WriteAllText(host.Journal(domain), text);
    }

    private static void Own(string path, string owner) => Run("chown", owner, path);

    private static void Overwrite(string path, string from) => Fill(path, File.ReadAllText(from));

    private static void Fill(string path, string text) => File.WriteAllText(path, text);

    private static void Touch(string path, int days) => File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(days));

    private static void Run(string program, params string[] arguments) =>
        _ = Tool.RunAsync(program, arguments).GetAwaiter().GetResult().Successful;
}
