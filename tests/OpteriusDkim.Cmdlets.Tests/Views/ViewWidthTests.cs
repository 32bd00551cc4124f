using System.Management.Automation;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>Views fit the width of the terminal; the engine would break longer lines within words.</summary>
public sealed partial class ViewWidthTests : CmdletTest
{
    private const int Width = 80;

    private static readonly DkimFinding Wiring = new(
        "PostfixNotWired", FindingSeverity.Warning, "Postfix doesn't hand mail to OpenDKIM.",
        "Run these commands.\npostfix reload\npostconf -e 'smtpd_milters = unix:opendkim/opendkim.sock' 'non_smtpd_milters "
        + "= unix:opendkim/opendkim.sock'");

    [Fact]
    public void Lines_about_signing_are_broken_at_spaces()
    {
        var entry = Entry([]);
        var test = new DkimSigningTest
        {
            Domain = "example.com", Selector = "mail", Signer = SignerType.OpenDkim, Endpoint = "local:/run/opendkim/opendkim.sock",
            Outcome = DkimSigningOutcome.Signed, Algorithm = "rsa-sha256", MatchesStore = true, MatchesDns = false,
        };
        var permission = Run("New-DkimKey example.com -Algorithm Ed25519 | Out-Null; Test-DkimKeyPermission example.com").Objects[^1];

        Assert.Equal(
            ["*@example.com  Signed with mail: /etc/opendkim/keys/example.com/mail.private", "    (/etc/opendkim/SigningTable:1)"],
            Lines(entry));
        Assert.Equal(
            [
                "example.com  Signed with mail, rsa-sha256: matches the stored key, does not",
                "    match DNS  (local:/run/opendkim/opendkim.sock)",
            ], Lines(test));
        Assert.All(
            Lines(permission),
            line => Assert.True(line.Length <= Width || !line.TrimStart().Contains(' ', StringComparison.Ordinal), line));
    }

    [Fact]
    public void Commands_wider_than_the_terminal_have_a_command_to_copy_them()
    {
        var wide = Lines(Entry([Wiring]));

        Assert.Equal(["    To copy the commands in one piece:", "        (Get-DkimSigning example.com).Findings.Advice"], wide[^2..]);
        Assert.DoesNotContain(
            Lines(Entry([Wiring with { Advice = "Run this.\npostfix reload" }])), line => line.Contains("copy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Publish", true)]
    [InlineData("Remove", false)]
    public void A_value_to_publish_for_a_rotation_has_a_command_to_copy_it(string action, bool isCopied)
    {
        var record = (DkimDnsRecord)Run(
            "New-DkimKey example.com -Selector mail2 | Out-Null; Get-DkimRecord example.com mail2").Objects[0].BaseObject;
        var rotation = new DkimRotation
        {
            Domain = "example.com", OldSelector = "mail", NewSelector = "mail2", Record = record, RecordAction = action,
        };

        Assert.Equal(isCopied, Lines(rotation).Contains("To copy the value in one piece: Get-DkimRecord example.com mail2 -AsText"));
    }

    [Fact]
    public void The_next_step_fills_the_lines()
    {
        var setup = new DkimSignerSetup
        {
            Signer = SignerType.OpenDkim, Changes = ["/etc/opendkim.conf"],
            Findings = [Wiring with { Advice = string.Join(' ', Enumerable.Repeat("seventy", 20)) }],
        };

        var lines = Lines(setup);

        Assert.Equal("OpenDKIM  set up", lines[0]);
        Assert.All(lines[2..^1], line => Assert.InRange(line.Length, Width - "seventy ".Length, Width));
    }

    private static DkimSigningEntry Entry(IReadOnlyList<DkimFinding> findings) => new()
    {
        Domain = "example.com", Pattern = "*@example.com", Selector = "mail", Signer = SignerType.OpenDkim,
        Outcome = DkimSigningOutcome.Signed,
        PrivateKeyPath = "/etc/opendkim/keys/example.com/mail.private", Source = "/etc/opendkim/SigningTable:1", Findings = findings,
    };

    private static string[] Lines(object item) => Colours().Replace(View.Show(PSObject.AsPSObject(item), Width), "").Split('\n');

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colours();
}
