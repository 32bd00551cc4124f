namespace OpteriusDkim.Rotation;

/// <summary>All that a rotation sees and changes of the outside.</summary>
internal sealed record RotationPorts(
    IRotationDns Dns, IRotationSigner Signer, IRotationKeys Keys, IRotationJournals Journals, IRotationClock Clock);
