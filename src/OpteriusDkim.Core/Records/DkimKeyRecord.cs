using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim;

/// <summary>A parsed key record (RFC 6376 3.6.1) with its tags and findings.</summary>
public sealed class DkimKeyRecord
{
    internal DkimKeyRecord(string text, TagList tags, DkimPublicKey? key, IReadOnlyList<DkimFinding> findings)
    {
        Text = text;
        Version = tags["v"];
        KeyType = tags["k"] ?? "rsa";
        PublicKey = tags["p"];
        Key = key;
        Hashes = KeyUseReader.ListIn(tags["h"]).ToDkimList();
        Services = KeyUseReader.ListIn(tags["s"]).ToDkimList();
        Flags = KeyUseReader.ListIn(tags["t"]).ToDkimList();
        Notes = tags["n"] is { } notes ? QuotedPrintable.Decode(notes, out _) : null;
        IsRevoked = PublicKey is { Length: 0 };
        IsValid = findings.All(finding => finding.Severity != FindingSeverity.Error);
        Findings = findings.ToDkimList();
    }

    /// <summary>The whole text: the strings of the record, concatenated.</summary>
    public string Text { get; }

    /// <summary><c>v=</c>, or null.</summary>
    public string? Version { get; }

    /// <summary><c>k=</c>; <c>rsa</c> by default.</summary>
    public string KeyType { get; }

    /// <summary><c>p=</c> unchanged, or null.</summary>
    public string? PublicKey { get; }

    /// <summary>The key size in bits, or null if it can't be decoded.</summary>
    public int? KeySize => Key?.KeySize;

    /// <summary><c>h=</c>: the hashes permitted; empty for all.</summary>
    public IReadOnlyList<string> Hashes { get; }

    /// <summary><c>s=</c>: the services permitted; empty for all.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary><c>t=</c>: <c>y</c> testing, <c>s</c> no subdomains.</summary>
    public IReadOnlyList<string> Flags { get; }

    /// <summary><c>n=</c>: notes, decoded from quoted-printable (RFC 6376 2.11).</summary>
    public string? Notes { get; }

    /// <summary>Whether <c>p=</c> is present and empty.</summary>
    public bool IsRevoked { get; }

    /// <summary>Whether a strict verifier would accept its key for mail: no finding is an error.</summary>
    public bool IsValid { get; }

    /// <summary>Problems and oddities.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; }

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();

    internal DkimPublicKey? Key { get; }

    /// <summary>
    /// Whether verifiers in practice accept its key: it is valid, and not in the form that only the text of RFC 6376 has.
    /// </summary>
    internal bool IsUsable => IsValid && !Findings.Any(finding => finding.Code == FindingTable.BareRsaKey.Code);

    /// <summary>Whether verifiers in practice accept this key from it.</summary>
    /// <param name="key">The key.</param>
    internal bool Yields(DkimPublicKey key) => IsUsable && key.Equals(Key);

    /// <summary>The whole text, control characters escaped.</summary>
    public override string ToString() => PrintableText.Clean(Text);
}
