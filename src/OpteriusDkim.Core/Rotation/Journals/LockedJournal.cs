using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Journals;

/// <summary>A domain's journal while a run holds its lock. A dry run takes no lock and writes nothing.</summary>
internal sealed class LockedJournal : IDisposable
{
    private readonly RotationPorts ports;
    private readonly IDisposable? held;
    private Journal written;

    private LockedJournal(RotationPorts ports, IDisposable? held, Journal read) =>
        (this.ports, this.held, Read, written) = (ports, held, read, read);

    /// <summary>What was on disk when the lock was taken.</summary>
    public Journal Read { get; }

    /// <summary>Whether the file has a rotation in progress.</summary>
    public bool HasCurrent => written.Current is not null;

    /// <summary>Waits for the lock and reads the journal.</summary>
    /// <exception cref="DkimException">The journal can't be locked or read.</exception>
    public static async Task<LockedJournal> OpenAsync(
        RotationRequest request, RotationPorts ports, IProgressLog log, CancellationToken cancellation)
    {
        var held = request.DryRun ? null : await ports.Journals.LockAsync(request.Domain, log, cancellation).ConfigureAwait(false);
        try
        {
            return new LockedJournal(ports, held, ports.Journals.Read(request.Domain));
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>Writes the journal where it has changed.</summary>
    /// <exception cref="DkimException">It can't be written.</exception>
    public void Save(RotationRun run)
    {
        var journal = run.Journal;
        if (held is null || ReferenceEquals(journal, written) || JournalText.Same(journal, written))
        {
            return;
        }

        ports.Journals.Write(journal with { Written = ports.Clock.Now });
        written = journal;
    }

    public void Dispose() => held?.Dispose();
}
