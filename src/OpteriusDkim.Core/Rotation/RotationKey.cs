using System.Text.Json.Serialization;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation;

/// <summary>A key that a rotation is about: its name and its public half, which outlive the private one.</summary>
/// <param name="Selector">Its selector.</param>
/// <param name="Algorithm">Rsa or Ed25519.</param>
/// <param name="PublicKey">The text of p=.</param>
internal sealed record RotationKey(string Selector, DkimKeyAlgorithm Algorithm, string PublicKey)
{
    [JsonIgnore]
    public DkimPublicKey Key => Algorithm == DkimKeyAlgorithm.Rsa
        ? DkimPublicKey.FromSubjectPublicKeyInfo(Convert.FromBase64String(PublicKey))
        : DkimPublicKey.FromEd25519(Convert.FromBase64String(PublicKey));

    public static RotationKey Of(Selector selector, DkimPublicKey key) => new(selector.Value, key.Algorithm, key.Base64);

    public RecordName NameIn(DomainName domain) => new(domain, Names.Selector.Parse(Selector));
}
