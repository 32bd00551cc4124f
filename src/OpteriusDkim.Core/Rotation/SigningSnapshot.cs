using OpteriusDkim.Names;
using OpteriusDkim.Signing;

namespace OpteriusDkim.Rotation;

/// <summary>What a signer's files say, read once for many domains, and again when they have changed.</summary>
/// <param name="signer">The signer.</param>
/// <param name="clock">Tells how old it is.</param>
internal sealed class SigningSnapshot(ISigner signer, TimeProvider clock)
{
    /// <summary>Not every file that a signer includes is watched.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly object gate = new();
    private SigningState? state;
    private Lazy<ILookup<string, SigningEntry>> bySigningDomain = new();
    private (bool, long, DateTime)[] looks = [];
    private long since;

    /// <summary>What they say.</summary>
    /// <exception cref="DkimException">They can't be read.</exception>
    public SigningState State
    {
        get
        {
            lock (gate)
            {
                if (state is null || clock.GetElapsedTime(since) > Longest || !looks.AsSpan().SequenceEqual(Look(state)))
                {
                    since = clock.GetTimestamp();
                    state = signer.Read();
                    looks = Look(state);
                    var read = state;
                    bySigningDomain = new Lazy<ILookup<string, SigningEntry>>(
                        () => read.Entries.ToLookup(entry => entry.SigningDomain ?? "", StringComparer.OrdinalIgnoreCase));
                }

                return state;
            }
        }
    }

    /// <summary>The entries that sign in the name of a domain, for any mail.</summary>
    /// <param name="domain">The domain.</param>
    public IEnumerable<SigningEntry> EntriesSigningAs(DomainName domain)
    {
        lock (gate)
        {
            _ = State;
            return bySigningDomain.Value[domain.Value];
        }
    }

    /// <summary>Has them read again.</summary>
    public void Forget()
    {
        lock (gate)
        {
            state = null;
        }
    }

    private static (bool, long, DateTime)[] Look(SigningState state) =>
    [
        .. state.Files.Select(file => file.Path).Append(state.Daemon.ConfigurationPath).Select(path =>
            new FileInfo(path) is { Exists: true } file ? (true, file.Length, file.LastWriteTimeUtc) : default),
    ];
}
