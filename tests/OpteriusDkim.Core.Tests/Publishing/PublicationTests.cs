using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>How a publication handles existing records.</summary>
public sealed class PublicationTests
{
    private static readonly string Key = SampleKey.Ed25519.Base64;
    private static readonly RecordToPublish Record = new(SampleName.Mail, SampleKey.Ed25519, 300);

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["ours"] = $"v=DKIM1; k=ed25519; p={Key}",
        ["ours, other tags"] = $"v=DKIM1; h=sha256; k=ed25519; s=email; p={Key}",
        ["ours, testing"] = $"v=DKIM1; k=ed25519; t=y; p={Key}",
        ["ours, for no mail"] = $"v=DKIM1; k=ed25519; s=tlsrpt; p={Key}",
        ["ours, blanks"] = $"v=DKIM1; k=ed25519; p={Key.Insert(9, " ")}",
        ["tombstone"] = "v=DKIM1; k=ed25519; p=",
        ["other tombstone"] = "v=DKIM1; k=rsa; p=",
        ["other key"] = SampleKey.Rsa.RecordText,
        ["SPF"] = "v=spf1 -all",
        ["empty"] = "",
    };

    public static TheoryData<string, string> ToPublish => new()
    {
        { "", "add ours" },
        { "ours", "AlreadyThere" },
        { "ours, other tags", "AlreadyThere" },
        { "ours, blanks", "AlreadyThere" },
        { "ours, testing", "remove ours, testing; add ours" },
        { "ours, for no mail", "remove ours, for no mail; add ours" },
        { "ours|ours, testing", "remove ours, testing" },
        { "ours, testing|ours, for no mail", "remove ours, testing; remove ours, for no mail; add ours" },
        { "tombstone", "Foreign" },
        { "other tombstone", "Foreign" },
        { "other key", "Foreign" },
        { "SPF", "Foreign" },
        { "empty", "Foreign" },
        { "ours|SPF", "Foreign" },
        { "other key|ours", "Foreign" },
    };

    public static TheoryData<string, string> ToRemove => new()
    {
        { "", "AlreadyThere" },
        { "ours", "remove ours" },
        { "ours, other tags", "remove ours, other tags" },
        { "ours|ours, testing", "remove ours; remove ours, testing" },
        { "tombstone", "remove tombstone" },
        { "other tombstone", "Foreign" },
        { "other key", "Foreign" },
        { "SPF", "Foreign" },
        { "empty", "Foreign" },
        { "ours|SPF", "remove ours" },
        { "other key|tombstone", "remove tombstone" },
    };

    public static TheoryData<string, string> ToRevoke => new()
    {
        { "", "add tombstone" },
        { "ours", "remove ours; add tombstone" },
        { "ours, other tags", "remove ours, other tags; add tombstone" },
        { "tombstone", "AlreadyThere" },
        { "other tombstone", "AlreadyThere" },
        { "other key", "Foreign" },
        { "ours|SPF", "Foreign" },
        { "tombstone|ours", "remove ours" },
    };

    [Theory]
    [MemberData(nameof(ToPublish))]
    public void A_record_is_published_where_there_is_none_or_one_of_its_own_key(string present, string expected) =>
        Assert.Equal(expected, Decided(Record, removing: false, present));

    [Theory]
    [MemberData(nameof(ToRemove))]
    public void Only_records_of_the_key_are_removed(string present, string expected) =>
        Assert.Equal(expected, Decided(Record, removing: true, present));

    [Theory]
    [MemberData(nameof(ToRevoke))]
    public void A_revocation_record_replaces_its_keys_record(string present, string expected) =>
        Assert.Equal(expected, Decided(Record with { IsTombstone = true }, removing: false, present));

    [Theory]
    [InlineData("other key", "remove other key; add ours")]
    [InlineData("ours|other key", "remove other key")]
    [InlineData("other key|SPF", "Foreign")]
    [InlineData("other key|tombstone", "Foreign")]
    [InlineData("SPF", "Foreign")]
    public void The_record_of_an_earlier_key_is_replaced_and_no_other(string present, string expected) =>
        Assert.Equal(expected, Described(Publication.Decide(Record, removing: false, ContentOf(present), _ => [SampleKey.Rsa.PublicKey])));

    [Fact]
    public void A_foreign_record_is_shown_escaped()
    {
        var (_, result) = Publication.Decide(Record, removing: false, new NameContent([["v=spf1", "\u001b[31m"]]));

        Assert.Equal("ForeignRecord", result!.Findings[0].Code);
        Assert.Contains("v=spf1\\", result.Findings[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Findings[0].Message);
    }

    [Fact]
    public void A_private_key_that_was_published_is_not_shown()
    {
        var secret = Convert.ToBase64String(SampleKey.Rsa.Pkcs8);
        var (_, result) = Publication.Decide(Record, removing: false, new NameContent([["v=DKIM1; k=rsa; p=", secret]]));

        Assert.Equal("ForeignRecord", result!.Findings[0].Code);
        Assert.DoesNotContain(secret[..40], result.Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("[private key removed]", result.Findings[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "ours", "AlreadyThere")]
    [InlineData(false, "", "Foreign")]
    [InlineData(true, "ours", "Foreign")]
    [InlineData(true, "", "AlreadyThere")]
    public void At_an_alias_nothing_is_changed(bool removing, string present, string expected)
    {
        var content = ContentOf(present) with { Obstacle = FindingTable.NameIsAlias.With(("name", "a"), ("target", "b")) };

        Assert.Equal(expected, Publication.Decide(Record, removing, content).Result!.Outcome.ToString());
        Assert.Equal(PublishOutcome.Foreign, Publication.Decide(Record, removing, content with { IsHidden = true }).Result!.Outcome);
    }

    [Fact]
    public void Foreign_records_are_never_changed_and_publishing_is_idempotent() => Always.Holds(
        from present in Gen.ListOf(Gen.OneOf(Gen.Elements<string>([.. Texts.Values]), Any.NearRecord))
        from removing in Gen.Elements(true, false)
        from tombstone in Gen.Elements(true, false)
        from testing in Gen.Elements(true, false)
        select (Present: present.Distinct().Take(4).ToArray(), removing, tombstone, testing),
        test =>
        {
            var record = Record with { IsTombstone = test.tombstone, Testing = test.testing };
            var before = new NameContent([.. test.Present.Select(text => CharacterStrings.Split(text))]);
            var (change, result) = Publication.Decide(record, test.removing, before);
            Assert.True(change is null != result is null);
            if (change is null)
            {
                return;
            }

            Assert.All(change.Remove, strings => Assert.True(IsOurs(string.Concat(strings))));
            Assert.All(change.Remove, strings => Assert.Contains(strings, before.Records));
            Assert.True(change.Before is null ? test.removing : change.Before.SequenceEqual(before.Records));
            var after = new NameContent(
                [.. before.Records.Except(change.Remove), .. change.Add is null ? [] : (IReadOnlyList<string>[])[change.Add]]);
            Assert.Empty(before.Texts.Where(text => !IsOurs(text)).Except(after.Texts));
            Assert.Null(Publication.Decide(record, test.removing, after).Change);
            Assert.True(test.removing ? !after.Texts.Any(IsOurs) : after.Records.Count == 1);
        },
        times: 2000);

    private static bool IsOurs(string text) =>
        text == Texts["tombstone"] || SampleKey.Ed25519.Equals(KeyRecordReader.Read(text).Key);

    private static NameContent ContentOf(string present) => new(
        [.. present.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(name => CharacterStrings.Split(Texts[name]))]);

    private static string Decided(RecordToPublish record, bool removing, string present) =>
        Described(Publication.Decide(record, removing, ContentOf(present)));

    private static string Described((PublicationChange? Change, PublishResult? Result) decided) =>
        decided.Result is not null ? decided.Result.Outcome.ToString() : string.Join("; ",
        [
            .. decided.Change!.Remove.Select(strings => "remove " + NameOf(strings)),
            .. decided.Change.Add is null ? Array.Empty<string>() : ["add " + NameOf(decided.Change.Add)],
        ]);

    private static string NameOf(IReadOnlyList<string> strings) => Texts.Single(pair => pair.Value == string.Concat(strings)).Key;
}
