namespace OpteriusDkim;

/// <summary>A situation that is made for real, and the row that Get-DkimStatus has to give for it.</summary>
/// <param name="Name">What it is, and the first label of its domain.</param>
/// <param name="Health">The health of the row.</param>
/// <param name="Codes">Codes among its findings, separated by blanks. A sound situation has none but these.</param>
/// <param name="Signing">What the running signer does; null where it can't be asked.</param>
/// <param name="Dns">What DNS has; null where it isn't asked.</param>
/// <param name="Phase">Where a rotation is; null for none.</param>
public sealed record Situation(
    string Name, DkimHealth Health, string Codes, DkimSigningOutcome? Signing, DkimDnsStatus? Dns, RotationPhase? Phase = null)
{
    /// <summary>The parent of its domain.</summary>
    public string Parent { get; init; } = "example.com";

    /// <summary>Its domain.</summary>
    public string Domain => $"{Name}.{Parent}";

    /// <summary>Whether it begins with a key mail that signs and whose record is published.</summary>
    public bool BeginsSigned { get; init; } = true;

    /// <summary>The rotation, registration or retirement that it is in, or has gone through; null for none.</summary>
    internal SituationLife? Life { get; init; }

    /// <summary>What is done before the signer loads its tables.</summary>
    internal Action<SituationHost, string> Before { get; init; } = (_, _) => { };

    /// <summary>What is done after that.</summary>
    internal Action<SituationHost, string> After { get; init; } = (_, _) => { };

    /// <summary>Requires a row to be what the table says.</summary>
    internal void AssertIs(DkimStatus row)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{row} {row.Signing} {row.DnsStatus} {row.RotationPhase}\n{string.Join('\n', row.Findings)}");
        Assert.Equal(
            (Health, Signing, Dns, Phase),
            (row.Health, row.Signing, row.DnsStatus, row.RotationPhase));
        var codes = row.Findings.Select(finding => finding.Code).ToHashSet();
        Assert.Subset(codes, Codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
        Assert.Equal(Health == DkimHealth.Ok, row.Findings.All(finding => finding.Severity == FindingSeverity.Information));
    }
}
