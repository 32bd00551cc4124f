using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>All that a rotation sees and changes of the outside.</summary>
internal sealed record RotationPorts(
    IRotationDns Dns, IRotationSigner Signer, IRotationKeys Keys, IJournals Journals, IRotationClock Clock)
{
    /// <summary>The facts with the store and the signer's tables read again.</summary>
    /// <exception cref="DkimException">They can't be read.</exception>
    public RotationFacts Refresh(RotationFacts facts) =>
        facts with { Stored = Keys.Of(facts.Domain), Signing = Signer.Read(facts.Domain) };
}
