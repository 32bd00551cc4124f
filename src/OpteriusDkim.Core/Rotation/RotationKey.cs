using System.Text.Json.Serialization;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation;

/// <summary>A key of a rotation: its selector and its public half (the text of p=), which remain known after the key is deleted.</summary>
internal sealed record RotationKey(string Selector, DkimKeyAlgorithm Algorithm, string PublicKey)
{
    [JsonIgnore]
    public DkimPublicKey Key => Algorithm == DkimKeyAlgorithm.Rsa
        ? DkimPublicKey.FromSubjectPublicKeyInfo(Convert.FromBase64String(PublicKey))
        : DkimPublicKey.FromEd25519(Convert.FromBase64String(PublicKey));

    public static RotationKey Of(Selector selector, DkimPublicKey key) => new(selector.Value, key.Algorithm, key.Base64);

    public RecordName NameIn(DomainName domain) => new(domain, Names.Selector.Parse(Selector));
}
