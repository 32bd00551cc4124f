using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>
/// Rotations as their journals have them: those under way as the last run left them, and those that are over. Nobody is asked.
/// </summary>
/// <param name="settings">Where the journals are.</param>
internal sealed class RotationHistory(RotationSettings settings)
{
    private readonly FileRotationJournals journals = new(settings.StateDirectory);
    private readonly RotationReport report = new(settings);

    /// <summary>What an ordinary user has to know who sees the rotations of another state directory than the system's; else null.</summary>
    public DkimFinding? Unread => settings.StateDirectory != settings.SystemStateDirectory && IsClosed(settings.SystemStateDirectory)
        ? FindingTable.SystemRotationsUnreadable.With(("path", settings.StateDirectory), ("system", settings.SystemStateDirectory))
        : null;

    /// <summary>The domains that have a journal, in their order.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    public IEnumerable<DomainName> Domains() => journals.Domains();

    /// <summary>A domain's rotations, the oldest first.</summary>
    /// <param name="domain">The domain.</param>
    /// <returns>They; none where there was never one.</returns>
    /// <exception cref="DkimException">The journal can't be read.</exception>
    public IReadOnlyList<DkimRotation> Of(DomainName domain)
    {
        var journal = journals.Read(domain);
        return
        [
            .. journal.Past.Select(past => RotationReport.Of(domain, past, [])),
            .. journal.Current is { } state ? [report.Of(domain, state, state.Outlook ?? Unknown(domain))] : Array.Empty<DkimRotation>(),
        ];
    }

    /// <summary>The keys of a domain that its rotations have retired, the first to go first.</summary>
    /// <param name="domain">The domain.</param>
    /// <returns>They; none where there was never one.</returns>
    /// <exception cref="DkimException">The journal can't be read.</exception>
    public IReadOnlyList<RetiredKey> RetiredKeysOf(DomainName domain)
    {
        var past = journals.Read(domain).Past;
        return
        [
            .. from rotation in past
               let key = rotation.Retired
               where key is not null
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

    /// <summary>A run that was killed before it could say anything.</summary>
    private static RotationSummary Unknown(DomainName domain) =>
        new(RotationWait.Nothing, $"Continue it with: Invoke-DkimRotation {domain}");
}
