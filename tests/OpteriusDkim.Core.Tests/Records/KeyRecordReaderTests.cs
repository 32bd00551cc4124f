using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class KeyRecordReaderTests
{
    private static readonly string Rsa = SampleKey.Rsa.PublicKey.Base64;
    private static readonly string Bare = Convert.ToBase64String(SampleKey.Rsa.BarePublicKey);
    private static readonly string WithPlus = PlusIn(Rsa);
    private static readonly string Spaced = Rsa.Insert(255, " ");
    private static readonly string Rsa1024 = SampleKey.RsaOf(1024).PublicKey.Base64;
    private static readonly string Rsa512 = SampleKey.RsaOf(512).PublicKey.Base64;
    private static readonly string Ed25519 = SampleKey.Ed25519.Base64;
    private static readonly string Ed25519Info = Convert.ToBase64String(
        [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. SampleKey.Ed25519.Bytes]);

    /// <summary>A record, its findings in order, and whether a strict verifier accepts it.</summary>
    public static TheoryData<string, string, bool> Table => new()
    {
        { $"v=DKIM1; k=rsa; p={Rsa}", "", true },
        { $"v=DKIM1; k=ed25519; p={Ed25519}", "", true },
        { $"v=DKIM1; p={Rsa}", "", true },
        { $"v=DKIM1;p={Rsa};", "", true },
        { $" v = DKIM1 ; k = rsa ; p = {Rsa} ; ", "SpaceAroundEquals SpaceAfterLastSemicolon", true },
        { $"v=DKIM1; h=sha256; s=email; t=s; n=note; g=*; x=y; p={Rsa}", "UnknownTag NoSubdomains HistoricTag", true },
        { $"v=DKIM1; h=sha1:sha256; s=other:*; p={Rsa}", "Sha1Permitted UnknownService", true },
        {
            $"v=DKIM1; h= sha1 : sha256 ; s= tlsrpt : email; t= s ; p={Rsa}",
            "SpaceInList Sha1Permitted SpaceInList UnknownService NoSubdomains",
            true
        },
        { $"k=rsa; p={Rsa}", "VersionMissing", true },
        { $"V=DKIM1; p={Rsa}", "VersionMissing TagNameCase", true },
        { $"v=DKIM1; t=y; p={Rsa}", "TestMode", true },
        { $"v=DKIM1; t=s:y; p={Rsa}", "TestMode NoSubdomains", true },
        { $"v=DKIM1; p={Spaced}", "SpaceInKeyData", true },
        { $"v=DKIM1; p={Rsa1024}", "KeyShort", true },
        { $"v=DKIM1; p={Rsa512}", "KeyTooShort", false },
        { $"v=dkim1; p={Rsa}", "WrongVersion", false },
        { $"v=DKIM2; p={Rsa}", "WrongVersion", false },
        { $"v=; p={Rsa}", "WrongVersion", false },
        { "v=spf1 -all", "WrongVersion KeyDataMissing", false },
        { $"k=rsa; v=DKIM1; p={Rsa}", "VersionNotFirst", false },
        { $"v=DKIM1; p={Rsa}; p={Rsa}", "RepeatedTag", false },
        { $"v=DKIM1; k=rsa; k=ed25519; p={Rsa}", "RepeatedTag", false },
        { $"v=DKIM1; k=dsa; p={Rsa}", "UnknownKeyType", false },
        { $"v=DKIM1; k=RSA; p={Rsa}", "UnknownKeyType", false },
        { $"v=DKIM1; k=; p={Rsa}", "UnknownKeyType", false },
        { "v=DKIM1; k=rsa", "KeyDataMissing", false },
        { "v=DKIM1", "KeyDataMissing", false },
        { "", "VersionMissing KeyDataMissing", false },
        { "v=DKIM1; k=rsa; p=", "Revoked", false },
        { "v=DKIM1; k=rsa; p= ;", "Revoked", false },
        { $"v=DKIM1; p={Bare}", "BareRsaKey", true },
        { $";  p={Rsa}", "StraySemicolon VersionMissing", false },
        { $"v=DKIM1; t=; p={Rsa}", "FlagMissing", false },
        { $"v=DKIM1; t=:; p={Rsa}", "FlagMissing", false },
        { $"v=DKIM1; t=s:; p={Rsa}", "FlagMissing NoSubdomains", false },
        { $"v=DKIM1; t= : y; p={Rsa}", "FlagMissing TestMode", false },
        { $"v=\u0007DKIM1; k=rsa; p={Rsa}", "CharacterNotPermitted", false },
        { $"v=DKIM1; k=rsa;\u00A0p={Rsa}", "CharacterNotPermitted", false },
        { $"v=DKIM1; k=rsa;\u00C2\u00A0p={Rsa}", "CharacterNotPermitted", false },
        { $"\u201Cv=DKIM1; k=rsa; p={Rsa}\u201D", "CharacterNotPermitted", false },
        { $"\uFEFFv=DKIM1; k=rsa; p={Rsa}", "CharacterNotPermitted", false },
        { $"v=DKIM1; k=rsa; p={Rsa.Insert(100, "\u00AD")}", "CharacterNotPermitted", false },
        { $"v=DKIM1; k=rsa; p={Rsa.Insert(100, "\u200B")}", "CharacterNotPermitted", false },
        { $"\uFF56\uFF1D\uFF24\uFF2B\uFF29\uFF2D\uFF11\uFF1B p={Rsa}", "CharacterNotPermitted", false },
        { $"v=DKIM1; k=rsa; p={WithPlus.Replace('+', ' ')}", "PlusReplaced", false },
        { $"v=DKIM1; k=rsa; p={WithPlus.Replace("+", "%2B", StringComparison.Ordinal)}", "UrlEncoded", false },
        { $"v=DKIM1; k=rsa; p={WithPlus.Replace("+", "&#43;", StringComparison.Ordinal)}", "HtmlEncoded", false },
        { $"v=DKIM1; k=rsa; p={WithPlus.Replace("+", "&#x2B;", StringComparison.Ordinal)}", "HtmlEncoded", false },
        { $"v=DKIM1; k=rsa; p={WithPlus.Replace("+", "\\u002b", StringComparison.Ordinal)}", "BackslashInValue", false },
        { $"v=DKIM1; k=rsa; p={WithPlus.Replace("+", "\\+", StringComparison.Ordinal)}", "BackslashInValue", false },
        { $"v=DKIM1\\059 k=rsa\\059 p={Rsa}", "BackslashInValue", false },
        { $"v=DKIM1; k=rsa; p={Rsa[200..]}{Rsa[..200]}", "KeyPartsSwapped", false },
        { $"v=DKIM1; k=rsa; p={Rsa[137..]}{Rsa[..137]}", "KeyPartsSwapped", false },
        { $"{Rsa[237..]}v=DKIM1; k=rsa; p={Rsa[..237]}", "KeyPartsSwapped", false },
        { $"v=DKIM1; k=rsa; p={Rsa[..137]}{Rsa[..137]}{Rsa[137..]}", "KeyPartRepeated", false },
        { $"v=DKIM1; k=rsa; p={Rsa}{Rsa}", "KeyPartRepeated", false },
        { $"v=DKIM1; k=rsa; p={Rsa[..100]}{Rsa[164..]}", "KeyPartMissing", false },
        { $"v=DKIM1; k=rsa; p={Convert.ToBase64String(SampleKey.Rsa.Pkcs8)}", "PrivateKeyPublished", false },
        { $"v=DKIM1; k=rsa; p={Convert.ToBase64String(SampleKey.Rsa.Pkcs1)}", "PrivateKeyPublished", false },
        { $"v=DKIM1; k=rsa; p={Convert.ToBase64String(SampleKey.Rsa.Pkcs1)[..200]}", "PrivateKeyPublished", false },
        { $"v=DKIM1; k=rsa; p={SampleKey.Rsa.Pkcs8Pem}", "PrivateKeyPublished", false },
        { $"v=DKIM1; k=mldsa44; p={Convert.ToBase64String(new byte[1312])}", "ExperimentalKeyType RecordLong", false },
        { $"v=DKIM1; k=ML-DSA-65; p={Convert.ToBase64String(new byte[1952])}", "ExperimentalKeyType RecordLong", false },
        { $"v=DKIM1; k=slhdsa-sha2-128s; p={Convert.ToBase64String(new byte[32])}", "ExperimentalKeyType", false },
        { $"v=DKIM1; k=falcon512; p={Convert.ToBase64String(new byte[896])}", "ExperimentalKeyType KeyDataBroken RecordLong", false },
        { $"v=DKIM1; p={Rsa[..255]}", "KeyDataCut", false },
        { $"v=DKIM1; p={Rsa[..252]}", "KeyDataCut", false },
        { $"v=DKIM1; p={Rsa}=", "KeyDataBroken", false },
        { "v=DKIM1; p=####", "KeyDataBroken", false },
        { "v=DKIM1; p=AAAA", "KeyDataBroken", false },
        { $"v=DKIM1; k=ed25519; p={Rsa}", "KeyTypeMismatch", false },
        { $"v=DKIM1; k=rsa; p={Ed25519}", "KeyTypeMismatch", false },
        { $"v=DKIM1; k=ed25519; p={Ed25519Info}", "Ed25519AsInfo", false },
        { $"v=DKIM1; k=rsa; p={Ed25519Info}", "KeyTypeMismatch", false },
        { $"v=DKIM1; p=-----BEGIN PUBLIC KEY-----{Rsa}-----END PUBLIC KEY-----", "PemArmour", false },
        { $"v=DKIM1; h=sha1; p={Rsa}", "HashNotPermitted", false },
        { $"v=DKIM1; h=SHA256; p={Rsa}", "HashNotPermitted", false },
        { $"v=DKIM1; s=tlsrpt; p={Rsa}", "ServiceNotPermitted", false },
        { $"junk; v=DKIM1; p={Rsa}", "NotATagList", false },
        { $"v=DKIM1;; p={Rsa}", "StraySemicolon", false },
        { $"\"v=DKIM1; k=rsa; p={Rsa}\"", "QuotesInValue", false },
        { $"IN TXT ( v=DKIM1; p={Rsa}", "ZoneFileSyntax", false },
        { $"v=DKIM1\\; k=rsa\\; p={Rsa}", "BackslashInValue", false },
    };

    /// <summary>The base64 of a key, with a + put in.</summary>
    private static string PlusIn(string base64) =>
        base64.Contains('+', StringComparison.Ordinal) ? base64 : PlusIn(Convert.ToBase64String(NewRsa()));

    private static byte[] NewRsa()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        return rsa.ExportSubjectPublicKeyInfo();
    }

    [Theory]
    [InlineData("v=DKIM1;\u00A0k=rsa", "The name of k= contains U+00A0 (no-break space)")]
    [InlineData("v=DKIM1;\u00C2\u00A0k=rsa", "The name of k= contains U+00A0 (no-break space)")]
    [InlineData("\u00E2\u0080\u009Cv=DKIM1; k=rsa", "The name of v= contains U+201C (typographic quotation mark)")]
    [InlineData("v=DKIM1; p=AA\u00E2\u0080\u008BAA", "The value of p= contains U+200B (zero-width space)")]
    [InlineData("v\uFF1DDKIM1", "The record contains U+FF1D (full-width =)")]
    [InlineData("v=DKIM1; n=gr\u00FCn", "The value of n= contains U+00FC (ü)")]
    [InlineData("v=DKIM1; n=\u00F0\u009F\u0098\u0080", "The value of n= contains U+1F600")]
    [InlineData("v=DKIM1; p=\0", "The value of p= contains U+0000 (null)")]
    public void A_character_that_is_not_permitted_is_named_with_its_place(string text, string message) =>
        Assert.StartsWith(message, KeyRecordReader.Read(text).Findings[0].Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Table))]
    public void A_record_is_read_leniently_and_reported_strictly(string text, string findings, bool valid)
    {
        var record = KeyRecordReader.Read(text);
        Assert.Equal(findings, string.Join(' ', record.Findings.Select(finding => finding.Code)));
        Assert.Equal(valid, record.IsValid);
        Assert.Equal(findings == "PrivateKeyPublished" ? "v=DKIM1; k=rsa; p=[private key removed]" : text.TrimEnd(), record.Text.TrimEnd());
    }

    // RFC 6376 3.2: tval is made of VALCHAR, %x21-3A and %x3C-7E. OpenDKIM calls anything else a syntax error.
    [Theory]
    [InlineData("n=grüße")]
    [InlineData("n=a\u0001b")]
    [InlineData("x=\u007f")]
    public void A_value_with_a_character_outside_the_tag_list_grammar_is_not_valid(string tag) =>
        Assert.False(KeyRecordReader.Read($"v=DKIM1; {tag}; p={Rsa}").IsValid);

    [Fact]
    public void A_record_is_shown_tag_by_tag()
    {
        var record = KeyRecordReader.Read($"v=DKIM1; h=sha1 : sha256; s=email; t=y:s; n=a=20note; p={Rsa}");
        Assert.Equal(("DKIM1", "rsa", Rsa, 2048), (record.Version, record.KeyType, record.PublicKey, record.KeySize));
        Assert.Equal(["sha1", "sha256"], record.Hashes);
        Assert.Equal(["email"], record.Services);
        Assert.Equal(["y", "s"], record.Flags);
        Assert.Equal("a note", record.Notes);
        Assert.False(record.IsRevoked);
        Assert.Equal(SampleKey.Rsa.PublicKey, record.Key);
    }

    [Fact]
    public void Tags_missing_from_a_record_are_empty()
    {
        var record = KeyRecordReader.Read("");
        Assert.Equal((null, "rsa", null, null, null), (record.Version, record.KeyType, record.PublicKey, record.KeySize, record.Notes));
        Assert.Empty(record.Hashes);
        Assert.Empty(record.Services);
        Assert.Empty(record.Flags);
        Assert.False(record.IsRevoked);
        Assert.True(KeyRecordReader.Read("p=").IsRevoked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(391)]
    public void White_space_in_the_key_does_not_change_it(int at) =>
        Assert.Equal(SampleKey.Rsa.PublicKey, KeyRecordReader.Read($"v=DKIM1; p={Rsa.Insert(at, " \r\n\t")}").Key);

    [Fact]
    public void Any_text_is_read_and_quoted_without_terminal_control_characters()
    {
        Always.Holds(Any.Text, IsRead);
        Always.Holds(Any.NearRecord, IsRead, times: 2000);
    }

    [Fact]
    public void A_record_with_any_one_character_changed_is_read() => Always.Holds(
        Gen.Choose(0, SampleKey.Rsa.RecordText.Length - 1).Zip(Gen.Choose(0, 0x17F)),
        change =>
        {
            var text = SampleKey.Rsa.RecordText.ToCharArray();
            text[change.Item1] = (char)change.Item2;
            IsRead(new string(text));
        });

    private static void IsRead(string text)
    {
        var record = KeyRecordReader.Read(text);
        Assert.True(!record.IsValid || record.Key is not null);
        Assert.All(record.Findings, finding => Printable.Require(finding.Message + finding.Advice));
        Printable.Require(record.ToString());
    }
}
