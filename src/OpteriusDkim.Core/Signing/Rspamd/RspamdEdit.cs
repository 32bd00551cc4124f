using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>An edit of the module's file of domain blocks.</summary>
/// <param name="Changes">The changes that the file implements.</param>
/// <param name="Files">The file; empty if nothing changes.</param>
/// <param name="Refused">The reason for each refused domain.</param>
internal sealed record RspamdEdit(
    RspamdState State,
    RspamdSigner Signer,
    IReadOnlyList<SigningChange> Changes,
    IReadOnlyList<FileEdit> Files,
    IReadOnlyDictionary<DomainName, DkimFinding> Refused)
    : SigningEdit(State, Changes, Files, Refused)
{
    public override Task<DkimFinding?> CheckAsync(CancellationToken cancellation) => Task.Run(() => Signer.ProblemOf(this), cancellation);

    public override IReadOnlyList<FileEdit> Undo(IReadOnlySet<DomainName> domains)
    {
        var current = Signer.Read();
        var after = Files.Count > 0 ? Files[^1].After : State.Own.Content;
        if (Same(current.Own.Content, after))
        {
            var content = WithoutChanging(domains, current);
            return Same(content, current.Own.Content) ? [] : [new FileEdit(current.Own.Path, current.Own.Content, content)];
        }

        // The file was changed since the edit. Lines that differ from the edit's are kept.
        var left = Files.Count > 0 ? RspamdDomainFile.Of(current.Own.Path, after) : State.Own;
        var ours = domains.Where(domain => current.Own.SignaturesOf(domain).SequenceEqual(left.SignaturesOf(domain)));
        return current.FilesOf(ours.ToDictionary(domain => domain, State.Own.SignaturesOf));
    }

    /// <summary>The content without the changes for some domains.</summary>
    private ReadOnlyMemory<byte> WithoutChanging(IReadOnlySet<DomainName> domains, RspamdState current)
    {
        var kept = Changes.Where(change => !domains.Contains(change.Domain)).ToArray();
        var rest = kept.Length > 0 ? State.Plan(kept).Files : [];
        return rest.Count > 0
            ? rest[^1].After
            : State.Own.Content ?? current.Own.With(domains.ToDictionary(domain => domain, _ => (IReadOnlyList<RspamdSignature>)[]));
    }

    private static bool Same(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other) =>
        one.HasValue == other.HasValue && (!one.HasValue || one.Value.Span.SequenceEqual(other!.Value.Span));
}
