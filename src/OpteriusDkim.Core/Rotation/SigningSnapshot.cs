using OpteriusDkim.Names;
using OpteriusDkim.Signing;

namespace OpteriusDkim.Rotation;

/// <summary>What a signer's files say, read once for many domains, and again when the files have changed.</summary>
internal sealed class SigningSnapshot(ISigner signer, TimeProvider clock)
{
    /// <summary>A limit, since not every file that a signer includes is among the stamps.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly object gate = new();
    private SigningState? state;
    private Lazy<ILookup<string, SigningEntry>> bySigningDomain = new();
    private (bool, long, DateTime)[] stamps = [];
    private long since;

    /// <exception cref="DkimException">The files can't be read.</exception>
    public SigningState State
    {
        get
        {
            lock (gate)
            {
                if (state is null || clock.GetElapsedTime(since) > MaxAge || !stamps.AsSpan().SequenceEqual(StampsOf(state)))
                {
                    since = clock.GetTimestamp();
                    state = signer.Read();
                    stamps = StampsOf(state);
                    var read = state;
                    bySigningDomain = new Lazy<ILookup<string, SigningEntry>>(
                        () => read.Entries.ToLookup(entry => entry.SigningDomain ?? "", StringComparer.OrdinalIgnoreCase));
                }

                return state;
            }
        }
    }

    /// <summary>The entries that sign as a domain, for any mail.</summary>
    public IEnumerable<SigningEntry> EntriesSigningAs(DomainName domain)
    {
        lock (gate)
        {
            _ = State;
            return bySigningDomain.Value[domain.Value];
        }
    }

    /// <summary>Makes the next use read the files again.</summary>
    public void Forget()
    {
        lock (gate)
        {
            state = null;
        }
    }

    private static (bool, long, DateTime)[] StampsOf(SigningState state) =>
    [
        .. state.Files.Select(file => file.Path).Append(state.Daemon.ConfigurationPath).Select(path =>
            new FileInfo(path) is { Exists: true } file ? (true, file.Length, file.LastWriteTimeUtc) : default),
    ];
}
