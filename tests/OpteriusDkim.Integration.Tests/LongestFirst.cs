using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(OpteriusDkim.LongestFirst))]

namespace OpteriusDkim;

/// <summary>Starts the collections first that take longest, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        LauncherTestGroup.Name, nameof(RspamdEnablingTests), nameof(SigningKillTests), nameof(RspamdConfigurationsTests),
        nameof(SituationsTests), nameof(RspamdKillTests), nameof(RspamdSignerTests), nameof(KillTests), nameof(KilledRotationTests),
        nameof(OpenDkimConfigurationsTests), nameof(SignsForTests), nameof(JournalKillTests), nameof(RaceTests), nameof(OddRecordTests),
        nameof(PostfixWiringTests), nameof(OrdinaryRotationTests), nameof(RspamdPredictedFailureTests), nameof(OrdinaryUserTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(PlaceOf)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(
            Longest, name => collection.TestCollectionDisplayName.Split(' ', '.').Contains(name, StringComparer.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
