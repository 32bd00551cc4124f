using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Rspamd: blocks of domains in one file that its dkim_signing includes.</summary>
/// <param name="configurationPath">The rspamd.conf, or a file in local.d beside it.</param>
/// <param name="sockets">Where the running daemons listen; empty for the normal worker's own socket.</param>
/// <param name="program">Rspamd's own programs.</param>
/// <param name="ed25519">Reads keys.</param>
/// <param name="redis">Reads what Rspamd finds in Redis.</param>
internal sealed class RspamdSigner(string configurationPath, IReadOnlyList<string> sockets, RspamdProgram program, IEd25519 ed25519, IRedis redis) : ISigner
{
    private readonly RspamdFolder folder = new(configurationPath);

    /// <inheritdoc/>
    public SignerType Type => SignerType.Rspamd;

    /// <inheritdoc/>
    public IReadOnlyList<string> TablePaths => [folder.DomainFilePath];

    /// <inheritdoc/>
    public SigningState Read()
    {
        var folder = new RspamdFolder(configurationPath);
        var configuration = program.Read(folder.ConfigurationPath, folder.Path);
        return new RspamdState(
            folder,
            configuration,
            RspamdDomainFile.Of(folder.DomainFilePath, SignerFiles.ReadBytes(folder.DomainFilePath)),
            Daemon(configuration),
            new RspamdKeyFacts(
                ProblemOfForm,
                new RspamdKeyFile(program.ReadsPemOfEd25519).Judge,
                configured => new RspamdRedisKeys(configuration.Signing, configured, redis, configuration.Redis ?? throw new NotFoundException(FindingTable.RedisUnknown.With(), null))));
    }

    /// <inheritdoc/>
    public SigningEdit Plan(SigningState state, IReadOnlyList<SigningChange> changes)
    {
        var read = (RspamdState)state;
        if (read.NotEditable is { } reason)
        {
            return new SigningEdit(state, [], [], changes.ToDictionary(change => change.Domain, _ => reason));
        }

        var planner = new RspamdPlanner(read, PathFor, AlgorithmOf);
        var refused = new Dictionary<DomainName, DkimFinding>();
        var wanted = new Dictionary<DomainName, IReadOnlyList<RspamdSignature>>();
        foreach (var change in changes)
        {
            var signatures = planner.Signatures(change, out var refusal);
            if (refusal is null)
            {
                wanted.Add(change.Domain, signatures);
            }
            else
            {
                refused.Add(change.Domain, refusal);
            }
        }

        return new SigningEdit(state, [.. changes.Where(change => wanted.ContainsKey(change.Domain))], FilesOf(read, wanted), refused)
        {
            Unchanged = wanted.Where(domain => domain.Value.SequenceEqual(SignaturesOf(read, domain.Key))).Select(domain => domain.Key).ToHashSet(),
        };
    }

    /// <inheritdoc/>
    public SigningEdit Undo(SigningState now, SigningEdit done, IReadOnlySet<DomainName> domains)
    {
        var before = (RspamdState)done.Before;
        var current = (RspamdState)now;
        var after = done.Files.Count > 0 ? done.Files[^1].After : before.Own.Content;
        var kept = done.Changes.Where(change => !domains.Contains(change.Domain)).ToArray();
        if (Same(current.Own.Content, after))
        {
            // As if those domains had never been named.
            var rest = kept.Length > 0 ? Plan(before, kept).Files : [];
            var content = rest.Count > 0 ? rest[^1].After : before.Own.Content ?? current.Own.With(domains.ToDictionary(domain => domain, _ => (IReadOnlyList<RspamdSignature>)[]));
            return new SigningEdit(now, [], Same(content, current.Own.Content) ? [] : [new FileEdit(current.Own.Path, current.Own.Content, content)], done.Refused);
        }

        // Somebody else wrote since. A line that isn't any more as the edit left it is his now, and stays.
        var left = done.Files.Count > 0 ? RspamdDomainFile.Of(current.Own.Path, after) : before.Own;
        var ours = domains.Where(domain => SignaturesIn(current.Own, domain).SequenceEqual(SignaturesIn(left, domain)));
        return new SigningEdit(now, [], FilesOf(current, ours.ToDictionary(domain => domain, domain => SignaturesOf(before, domain))), done.Refused);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<DomainName, DkimFinding>> FindUnableAsync(
        SigningState state, IReadOnlyList<SigningChange> changes, CancellationToken cancellation)
    {
        var unable = new Dictionary<DomainName, DkimFinding>();
        foreach (var change in changes)
        {
            if (change.To is { } key && !File.Exists(PathFor(key)))
            {
                unable.Add(change.Domain, FindingTable.KeyFileMissing.With(("path", PathFor(key))));
            }
        }

        return Task.FromResult<IReadOnlyDictionary<DomainName, DkimFinding>>(unable);
    }

    /// <inheritdoc/>
    public Task<DkimFinding?> CheckAsync(SigningEdit edit, CancellationToken cancellation) => Task.Run(
        () => new RspamdDryRun(folder, program).ProblemOf(edit), cancellation);

    private SignerDaemon Daemon(RspamdConfiguration configuration) => new(SignerType.Rspamd, folder.ConfigurationPath, RspamdKeyReferences.DefaultUser)
    {
        Unit = "rspamd.service",
        ReloadSignal = "HUP",
        PidFile = configuration.PidFile,
        ListedHosts = RspamdSigningNetworks.Of(configuration.Signing.Value("sign_networks")),
        Sockets = sockets.Count > 0 ? sockets : configuration.ScanSockets,
        MilterSockets = configuration.MilterSockets,
    };

    /// <summary>The file that this daemon reads a key from: an old one needs the bare form of an Ed25519 key.</summary>
    private string PathFor(StoredKey key) => key.PublicKey.Algorithm == DkimKeyAlgorithm.Ed25519 && !program.ReadsPemOfEd25519
        ? SeedFile.Beside(key.Path)
        : key.Path;

    /// <summary>Why the daemon doesn't read the form of an Ed25519 key; null where it does.</summary>
    private DkimFinding? ProblemOfForm(string path)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(path, ed25519)?.Algorithm == DkimKeyAlgorithm.Ed25519
                && !program.ReadsPemOfEd25519 && !SeedFile.IsOne(path) && PrivateKeyFile.IsPem(path)
                    ? FindingTable.Ed25519FormUnread.With(("version", program.Version?.ToString() ?? "of an unknown version"), ("path", path), ("seed", SeedFile.Beside(path)))
                    : null;
        }
        catch (DkimException)
        {
            return null;
        }
    }

    private DkimKeyAlgorithm? AlgorithmOf(string path)
    {
        try
        {
            return PrivateKeyFile.ReadPublicHalf(path, ed25519)?.Algorithm;
        }
        catch (DkimException)
        {
            return null;
        }
    }

    private static IReadOnlyList<RspamdSignature> SignaturesOf(RspamdState state, DomainName domain) => SignaturesIn(state.Own, domain);

    private static IReadOnlyList<RspamdSignature> SignaturesIn(RspamdDomainFile file, DomainName domain) =>
        file.Domains.TryGetValue(domain, out var line) ? line.Signatures : [];

    private static IReadOnlyList<FileEdit> FilesOf(RspamdState state, IReadOnlyDictionary<DomainName, IReadOnlyList<RspamdSignature>> wanted)
    {
        var content = state.Own.With(wanted);
        return wanted.All(domain => domain.Value.SequenceEqual(SignaturesOf(state, domain.Key)))
            ? []
            : [new FileEdit(state.Own.Path, state.Own.Content, content)];
    }

    private static bool Same(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other) =>
        one.HasValue == other.HasValue && (!one.HasValue || one.Value.Span.SequenceEqual(other!.Value.Span));
}
