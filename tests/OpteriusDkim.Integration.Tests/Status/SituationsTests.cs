namespace OpteriusDkim;

/// <summary>The rows of situations that were made with real daemons.</summary>
public sealed class SituationsTests
{
    public static TheoryData<string> Names => [.. SituationRows.Situations.Select(situation => situation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_situation_has_the_row_that_the_table_says(string name)
    {
        Assert.SkipWhen(SituationRows.Missing is not null, SituationRows.Missing ?? "");
        var situation = SituationRows.Situations.Single(each => each.Name == name);

        var row = await SituationRows.RowAsync(name);

        situation.AssertIs(row);
    }
}
