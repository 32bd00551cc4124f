namespace OpteriusDkim.Tests;

/// <summary>How signers treat key files; the integration tests compare the daemons' own verdicts.</summary>
public sealed class KeyFileVerdictTests
{
    private const string Path = "/srv/keys/mail.private";

    private static readonly OpenDkimKeyRules Rules = new("rsa-sha256", "/etc/opendkim.conf:3", 1024);

    public static TheoryData<string> Names => [.. KeyFileTable.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verdict_of_OpenDKIM_is_predicted(string name)
    {
        var file = KeyFileTable.All.Single(one => one.Name == name);
        var verdict = new OpenDkimKeyFile(Rules).Assess(file.Content, Path);
        Assert.Equal(file.OpenDkim, Word(verdict.Outcome));
        RequireError(verdict, file.OpenDkim);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verdict_of_Rspamd_is_predicted(string name)
    {
        var file = KeyFileTable.All.Single(one => one.Name == name);
        var verdict = new RspamdKeyFile(readsPemOfEd25519: false).Assess(file.Content, Path);
        Assert.Equal(file.Rspamd, Word(verdict.Outcome));
        RequireError(verdict, file.Rspamd == "signed" ? "signed" : "without this signature");
    }

    [Fact]
    public void A_later_Rspamd_reads_Ed25519_in_PEM_and_DER()
    {
        var rules = new RspamdKeyFile(readsPemOfEd25519: true);
        Assert.Equal(
            DkimSigningOutcome.Signed,
            rules.Assess(KeyFileSource.Bytes(KeyFileSource.Pem("PRIVATE KEY", KeyFileSource.Ed25519Der)), Path).Outcome);
        Assert.Equal(DkimSigningOutcome.Signed, rules.Assess(KeyFileSource.Ed25519Der, Path).Outcome);
    }

    [Theory]
    [InlineData("/srv/keys/mail", "KeyPathIsBase64")]
    [InlineData("/srv/keys/example.com/mail", "KeyFileMissing")]
    [InlineData("/srv/keys/mail-1", "KeyFileMissing")]
    public void Rspamd_treats_a_path_without_a_dot_as_a_key(string path, string code) =>
        Assert.Equal([code], new RspamdKeyFile(readsPemOfEd25519: false).Assess(path).Findings.Select(finding => finding.Code));

    [Theory]
    [InlineData(1032, 1032, "signed")]
    [InlineData(1032, 1033, "550")]
    [InlineData(2048, 2049, "550")]
    [InlineData(768, 100, "signed")]
    public void MinimumKeyBits_decides(int size, int minimum, string expected) =>
        Assert.Equal(
            expected,
            Word(
                new OpenDkimKeyFile(Rules with { MinimumBits = minimum }).Assess(
                    KeyFileSource.Bytes(KeyFileSource.Rsa(size)), Path).Outcome));

    [Fact]
    public void Under_ed25519_sha256_an_RSA_key_signs_what_nobody_accepts()
    {
        var rules = new OpenDkimKeyFile(Rules with { Algorithm = "ed25519-sha256" });
        var rsa = rules.Assess(KeyFileSource.Bytes(KeyFileSource.Pkcs8), Path);
        Assert.Equal((DkimSigningOutcome.Signed, "SignatureAlgorithmUnfit"), (rsa.Outcome, Assert.Single(rsa.Findings).Code));
        Assert.Contains("SignatureAlgorithm", rsa.Findings[0].Message, StringComparison.Ordinal);
        Assert.Empty(rules.Assess(KeyFileSource.Bytes(KeyFileSource.Pem("PRIVATE KEY", KeyFileSource.Ed25519Der)), Path).Findings);
        Assert.Equal(
            "451", Word(rules.Assess(KeyFileSource.Bytes(KeyFileSource.Pem("PRIVATE KEY", KeyFileSource.X25519Der)), Path).Outcome));
    }

    [Fact]
    public void Signatures_with_SHA_1_are_an_error() =>
        Assert.Equal(
            "SignatureAlgorithmWeak",
            Assert.Single(
                new OpenDkimKeyFile(Rules with { Algorithm = "rsa-sha1" }).Assess(
                    KeyFileSource.Bytes(KeyFileSource.Pkcs1), Path).Findings).Code);

    [Theory]
    [InlineData("hello", "", "451")]
    [InlineData("hello", "On-InternalError accept", "unsigned")]
    [InlineData("hello", "On-InternalError reject", "550")]
    [InlineData("hello", "On-Default discard", "550")]
    [InlineData("hello", "On-Default accept\nOn-InternalError tempfail", "451")]
    [InlineData("small", "On-SignatureError accept", "unsigned")]
    [InlineData("small", "On-SignatureError tempfail", "451")]
    [InlineData("small", "On-InternalError accept", "550")]
    [InlineData("hello", "On-InternalError quarantine", "unsigned")]
    public void The_configuration_determines_how_mail_is_handled(string content, string directives, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("opendkim.conf", KeyFileSource.Bytes(directives + "\n"));
        var rules = OpenDkimKeyRules.Of(path, OpenDkimConfiguration.Read(path));
        Assert.Equal(
            expected,
            Word(
                new OpenDkimKeyFile(rules).Assess(
                    KeyFileSource.Bytes(content == "small" ? KeyFileSource.Rsa(768) : content), Path).Outcome));
    }

    [Fact]
    public void Primes_that_do_not_belong_to_the_modulus_are_an_error()
    {
        var file = KeyFileTable.All.Single(one => one.Name == "another p");
        Assert.Equal(["KeyHalvesDiffer"], new OpenDkimKeyFile(Rules).Assess(file.Content, Path).Findings.Select(finding => finding.Code));
        Assert.Equal(
            ["KeyHalvesDiffer"],
            new RspamdKeyFile(readsPemOfEd25519: false).Assess(file.Content, Path).Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("a comment before", "openssl pkey -in /srv/keys/mail.private")]
    [InlineData("encrypted PKCS#8", "openssl pkey -in /srv/keys/mail.private")]
    [InlineData("DER of PKCS#8", "openssl pkey -inform DER -in /srv/keys/mail.private")]
    [InlineData("UTF-16 with BOM", "iconv -f UTF-16")]
    [InlineData("the whole PEM on one line", "Import-DkimKey")]
    public void The_advice_has_the_command(string name, string command) => Assert.Contains(
        command, new OpenDkimKeyFile(Rules).Assess(KeyFileTable.All.Single(one => one.Name == name).Content, Path).Findings[0].Advice,
        StringComparison.Ordinal);

    [Fact]
    public void Bytes_of_DER_that_look_like_line_ends_are_kept()
    {
        byte[] seed = [.. Enumerable.Repeat((byte[])[0x0D, 0x0A], 16).SelectMany(pair => pair)];
        byte[] der = [.. PrivateKeyFile.Ed25519Prefix, .. seed];
        byte[] longForm = [0x30, 0x81, .. der[1..]];

        Assert.Contains("-inform DER", new OpenDkimKeyFile(Rules).Assess(longForm, Path).Findings[0].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_have_a_verdict_and_are_not_quoted() => Always.Holds(
        Any.Bytes,
        bytes =>
        {
            var findings = new OpenDkimKeyFile(Rules).Assess(bytes, Path).Findings
                .Concat(new RspamdKeyFile(readsPemOfEd25519: true).Assess(bytes, Path).Findings);
            Assert.All(findings, finding => Printable.Require(finding.Message + finding.Advice));
        },
        times: 300);

    private static string Word(DkimSigningOutcome outcome) => outcome switch
    {
        DkimSigningOutcome.Signed => "signed",
        DkimSigningOutcome.TemporaryFailure => "451",
        DkimSigningOutcome.Rejected => "550",
        DkimSigningOutcome.Unsigned => "unsigned",
        _ => outcome.ToString(),
    };

    private static void RequireError(KeyFileVerdict verdict, string expected)
    {
        if (expected != "signed")
        {
            var error = Assert.Single(verdict.Findings);
            Assert.Equal(FindingSeverity.Error, error.Severity);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }
}
