using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>Rotations as their journals have them: those in progress as the last run left them, and those that have ended.</summary>
internal sealed class RotationHistory(RotationSettings settings)
{
    private readonly FileJournals journals = new(settings.StateDirectory);
    private readonly RotationReport report = new(settings);

    /// <summary>A finding where an ordinary user sees another state directory than the system's; else null.</summary>
    public DkimFinding? Unread => settings.StateDirectory != settings.SystemStateDirectory && IsClosed(settings.SystemStateDirectory)
        ? FindingTable.SystemRotationsUnreadable.With(("path", settings.StateDirectory), ("system", settings.SystemStateDirectory))
        : null;

    /// <summary>The domains that have a journal, in their order.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    public IEnumerable<DomainName> Domains() => journals.Domains();

    /// <summary>A domain's rotations, the oldest first.</summary>
    /// <exception cref="DkimException">The journal can't be read.</exception>
    public IReadOnlyList<DkimRotation> Of(DomainName domain) => Of(domain, Read(domain));

    /// <summary>A domain's journal.</summary>
    /// <exception cref="DkimException">It can't be read.</exception>
    public Journal Read(DomainName domain) => journals.Read(domain);

    /// <summary>The rotations of a journal, the oldest first.</summary>
    public IReadOnlyList<DkimRotation> Of(DomainName domain, Journal journal) =>
    [
        .. journal.Past.Select(past => RotationReport.Of(domain, past, [])),
        .. journal.Current is { } state ? [report.Of(domain, state, state.Summary ?? Unknown(domain))] : Array.Empty<DkimRotation>(),
    ];

    /// <summary>The keys of a domain that its rotations have retired, in the order of their retirement.</summary>
    /// <exception cref="DkimException">The journal can't be read.</exception>
    public IReadOnlyList<RetiredKey> RetiredKeysOf(DomainName domain)
    {
        var past = journals.Read(domain).Past;
        return
        [
            .. from rotation in past
               from key in rotation.Retired
               select new RetiredKey(
                   key.NameIn(domain), key.Key, past.FirstOrDefault(earlier => earlier.New == key)?.StartedAt, rotation.EndedAt.Utc),
        ];
    }

    private static bool IsClosed(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>For a run that was killed before it could report anything.</summary>
    private static RotationSummary Unknown(DomainName domain) =>
        new(RotationWait.Nothing, $"Continue it with: Invoke-DkimRotation {domain}");
}
