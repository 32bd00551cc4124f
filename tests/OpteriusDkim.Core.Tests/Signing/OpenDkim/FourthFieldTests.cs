namespace OpteriusDkim.Tests;

/// <summary>The fourth field of the KeyTable, with programs that answer as builds with and without it.</summary>
public sealed class FourthFieldTests : IDisposable
{
    private const string RsaKeys = "mail._domainkey.a.example a.example:mail:/keys/a.example/mail.private\n";
    private const string RsaSigning = "*@a.example mail._domainkey.a.example\n";
    private const string EdKeys = "ed._domainkey.a.example a.example:ed:/keys/a.example/ed.private:ed25519-sha256\n";
    private const string EdSigning = "*@a.example ed._domainkey.a.example\n";
    private const string Several = "MultipleSignatures yes";

    private readonly TemporaryFolder folder = new();
    private SampleTables? tables;

    public void Dispose()
    {
        tables?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task An_Ed25519_key_is_written_with_its_algorithm()
    {
        Assert.Null(await ApplyAsync(takesField: true, "", "", "", Ed()));
        Assert.Equal((EdKeys, EdSigning), (tables!.Keys, tables.Signing));
    }

    [Fact]
    public async Task Without_the_field_an_Ed25519_key_is_refused() =>
        Assert.Equal("AlgorithmNotSigned", await ApplyAsync(takesField: false, "", "", "", Ed()));

    [Fact]
    public async Task An_RSA_key_needs_no_field()
    {
        Assert.Null(await ApplyAsync(takesField: true, "", "", "", Rsa()));
        Assert.Equal((RsaKeys, RsaSigning), (tables!.Keys, tables.Signing));
    }

    [Fact]
    public async Task Under_ed25519_sha256_an_RSA_key_is_written_with_its_algorithm()
    {
        Assert.Null(await ApplyAsync(takesField: true, "", "", "SignatureAlgorithm ed25519-sha256", Rsa()));
        Assert.Equal(RsaKeys.TrimEnd() + ":rsa-sha256\n", tables!.Keys);
    }

    [Fact]
    public async Task Under_ed25519_sha256_without_the_field_an_RSA_key_is_refused() =>
        Assert.Equal("AlgorithmNotSigned", await ApplyAsync(takesField: false, "", "", "SignatureAlgorithm ed25519-sha256", Rsa()));

    [Theory]
    [InlineData("mail", RsaKeys, RsaSigning)]
    [InlineData("ed", EdKeys, EdSigning)]
    public async Task With_MultipleSignatures_both_sign(string first, string keys, string signing)
    {
        Assert.Null(await ApplyAsync(takesField: true, keys, signing, Several, first == "mail" ? Ed() : Rsa()));
        Assert.Equal(
            first == "mail" ? (RsaKeys + EdKeys, RsaSigning + EdSigning) : (EdKeys + RsaKeys, EdSigning + RsaSigning),
            (tables!.Keys, tables.Signing));
        Assert.Equal(
            ["ed", "mail"], tables.Signer.Read().DecisionFor(DomainName.Parse("a.example")).All.Select(entry => entry.Selector).Order());
    }

    [Fact]
    public async Task Without_MultipleSignatures_the_finding_says_what_to_add()
    {
        Assert.Equal("MultipleSignaturesOff", await ApplyAsync(takesField: true, RsaKeys, RsaSigning, "", Ed()));
        Assert.Equal((RsaKeys, RsaSigning), (tables!.Keys, tables.Signing));
    }

    [Fact]
    public async Task Another_key_of_the_same_algorithm_is_refused_as_ever() =>
        Assert.Equal("OtherKeySigns", await ApplyAsync(takesField: true, RsaKeys, RsaSigning, Several, Rsa("other")));

    [Fact]
    public async Task Enabling_again_changes_nothing()
    {
        Assert.Null(await ApplyAsync(takesField: true, RsaKeys + EdKeys, RsaSigning + EdSigning, Several, Ed()));
        Assert.Equal((RsaKeys + EdKeys, RsaSigning + EdSigning), (tables!.Keys, tables.Signing));
    }

    [Fact]
    public async Task Rotating_one_of_two_keys_leaves_the_other()
    {
        Assert.Null(
            await ApplyAsync(
                takesField: true, RsaKeys + EdKeys, RsaSigning + EdSigning, Several, Ed("ed2") with { From = Selector.Parse("ed") }));
        Assert.Equal(
            RsaKeys + EdKeys.Replace("ed.", "ed2.", StringComparison.Ordinal).Replace(":ed:", ":ed2:", StringComparison.Ordinal),
            tables!.Keys);
        Assert.Equal(RsaSigning + EdSigning.Replace("ed.", "ed2.", StringComparison.Ordinal), tables.Signing);
    }

    [Fact]
    public async Task Disabling_removes_both()
    {
        Assert.Null(
            await ApplyAsync(takesField: true, RsaKeys + EdKeys, RsaSigning + EdSigning, Several, SampleTables.Disable("a.example")));
        Assert.Equal(("", ""), (tables!.Keys, tables.Signing));
    }

    [Fact]
    public async Task A_line_that_lacks_the_field_gets_it()
    {
        Assert.Null(
            await ApplyAsync(takesField: true, EdKeys.Replace(":ed25519-sha256", "", StringComparison.Ordinal), EdSigning, "", Ed()));
        Assert.Equal((EdKeys, EdSigning), (tables!.Keys, tables.Signing));
    }

    private static SigningChange Ed(string selector = "ed") => SampleTables.Enable("a.example", selector);

    private static SigningChange Rsa(string selector = "mail") => new(
        DomainName.Parse("a.example"),
        new StoredKey(
            SampleName.Of("a.example", selector), SampleKey.Rsa.PublicKey, $"/keys/a.example/{selector}.private", DateTime.UnixEpoch));

    /// <summary>Asks the program, plans and writes as enabling does; returns the code of a refusal, or null.</summary>
    private async Task<string?> ApplyAsync(bool takesField, string keys, string signing, string directive, SigningChange change)
    {
        tables = new SampleTables(keys, signing, more: directive);
        var signer = new OpenDkimSigner(tables["opendkim.conf"], [], new OpenDkimFeatures(Program(takesField)));
        var state = signer.Read();
        var unable = await state.FindUnableAsync([change], TestContext.Current.CancellationToken);
        if (unable.Count > 0)
        {
            return unable.Values.Single().Code;
        }

        var edit = state.Plan([change]);
        SampleTables.Write(edit);
        return edit.Refused.Values.FirstOrDefault()?.Code;
    }

    /// <summary>
    /// A program that answers -V and the probe as opendkim(8) does; its verdict is from the given KeyTable.
    /// </summary>
    private string Program(bool takesField)
    {
        var path = folder.Write("opendkim", $$"""
            #!/bin/sh
            case "$1" in
            -V) printf 'opendkim: OpenDKIM Filter v2.11.0\n\t\trsa-sha256\n\t\ted25519-sha256\n'; exit 0;;
            esac
            table=$(sed -n 's/^KeyTable file://p' "$2")
            key=$(sed -n 's/^[^ ]* [^:]*:[^:]*:\([^:]*\):ed25519-sha256$/\1/p' "$table")
            if {{(takesField ? "true" : "false")}} && grep -q 'BEGIN PRIVATE KEY' "$key"; then
              echo "opendkim: $4: mlfi_eom() returned SMFIS_ACCEPT" >&2
              echo "### INSHEADER: idx=1 hname='DKIM-Signature' hvalue='v=1; a=ed25519-sha256; d=probe.example; s=probe; b=AAAA'"
              exit 0
            fi
            echo "opendkim: $4: mlfi_eoh() returned SMFIS_TEMPFAIL" >&2
            exit 70

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
