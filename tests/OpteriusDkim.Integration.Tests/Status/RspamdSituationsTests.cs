namespace OpteriusDkim;

/// <summary>The rows of situations that were made with Rspamd, Redis and the configuration of Postfix.</summary>
public sealed class RspamdSituationsTests
{
    public static TheoryData<string> Names => [.. RspamdSituationTable.All.Select(situation => situation.Expected.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_situation_has_the_row_that_the_table_says(string name)
    {
        Assert.SkipWhen(RspamdSituationRows.Missing is not null, RspamdSituationRows.Missing ?? "");

        var row = await RspamdSituationRows.RowAsync(name);

        RspamdSituationTable.All.Single(each => each.Expected.Name == name).Expected.AssertIs(row);
    }

    /// <summary>Redis names the domains whose keys are in it only.</summary>
    [Fact]
    public async Task Without_Redis_a_warning_tells_that_domains_are_missing_and_the_index_keeps_them()
    {
        Assert.SkipWhen(RspamdSituationRows.Missing is not null, RspamdSituationRows.Missing ?? "");

        var rows = await RspamdSituationRows.AllAsync();

        Assert.DoesNotContain("rspamd-redis.com", rows.WithoutRedis!.Objects.Select(row => (string)row.Properties["Domain"].Value));
        Assert.Contains("Redis", Assert.Single(rows.WithoutRedis.Warnings), StringComparison.Ordinal);
        Assert.Contains("rspamd-redis.com", rows.Indexed);
    }
}
