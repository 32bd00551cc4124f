using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Reads the statuses of Get-DkimStatus, live ones and those from a job, a remote session or a file.</summary>
internal static class ReportedObjects
{
    /// <summary>
    /// The domain of a status. An object that isn't one ends the command: without it, the result would look complete and wouldn't be.
    /// </summary>
    public static ReportedDomain Read(PSCmdlet cmdlet, PSObject item)
    {
        try
        {
            return Read(item);
        }
        catch (InvalidInputException exception)
        {
            cmdlet.ThrowTerminatingError(exception.ToErrorRecord());
            throw;
        }
    }

    /// <summary>The domain of a status.</summary>
    /// <exception cref="InvalidInputException">The object isn't a status.</exception>
    public static ReportedDomain Read(PSObject item)
    {
        var status = new ShownObject(item);
        if (status.TypeName != nameof(DkimStatus) || status.Text(nameof(DkimStatus.Domain)) is not { Length: > 0 } domain)
        {
            throw new InvalidInputException(FindingTable.NotAStatus.With(("type", item.TypeNames.FirstOrDefault() ?? "")), item);
        }

        return new ReportedDomain
        {
            Domain = domain,
            Health = Value<DkimHealth>(status, nameof(DkimStatus.Health)) ?? throw new InvalidInputException(
                FindingTable.NotAStatus.With(("type", $"{item.TypeNames.FirstOrDefault()} without a health")), item),
            Selector = status.Text(nameof(DkimStatus.Selector)),
            Algorithm = Value<DkimKeyAlgorithm>(status, nameof(DkimStatus.Algorithm)),
            KeySize = Number(status, nameof(DkimStatus.KeySize)),
            KeyAgeDays = Number(status, nameof(DkimStatus.KeyAgeDays)),
            DnsStatus = Value<DkimDnsStatus>(status, nameof(DkimStatus.DnsStatus)),
            Signing = Value<DkimSigningOutcome>(status, nameof(DkimStatus.Signing)),
            RotationPhase = Value<RotationPhase>(status, nameof(DkimStatus.RotationPhase)),
            WaitingFor = Value<RotationWait>(status, nameof(DkimStatus.WaitingFor)) ?? RotationWait.Nothing,
            NextAction = status.Text(nameof(DkimStatus.NextAction)) ?? "",
            NextDueAt = status.Time(nameof(DkimStatus.NextDueAt)),
            FindingCodes = status.Text(nameof(DkimStatus.FindingCodes)) ?? "",
            Findings = [.. status.Objects(nameof(DkimStatus.Findings)).Select(FindingOf)],
            Keys = [.. status.Objects(nameof(DkimStatus.Keys)).Select(KeyOf)],
            Rotations = [.. status.Objects(nameof(DkimStatus.Rotations)).Select(RotationOf)],
            CheckedAt = status.Time(nameof(DkimStatus.CheckedAt)) ?? DateTime.UnixEpoch,
        };
    }

    private static DkimFinding FindingOf(ShownObject finding) => new(
        finding.Text(nameof(DkimFinding.Code)) ?? "",
        Value<FindingSeverity>(finding, nameof(DkimFinding.Severity)) ?? FindingSeverity.Error,
        finding.Text(nameof(DkimFinding.Message)) ?? "",
        finding.Text(nameof(DkimFinding.Advice)) ?? "");

    private static ReportedKey KeyOf(ShownObject key) => new()
    {
        Selector = key.Text(nameof(DkimKeyStatus.Selector)) ?? "",
        Signs = key.Flag(nameof(DkimKeyStatus.Signs)),
        Algorithm = Value<DkimKeyAlgorithm>(key, nameof(DkimKeyStatus.Algorithm)),
        KeySize = Number(key, nameof(DkimKeyStatus.KeySize)),
        AgeDays = Number(key, nameof(DkimKeyStatus.AgeDays)),
        DnsStatus = Value<DkimDnsStatus>(key, nameof(DkimKeyStatus.DnsStatus)),
        Record = RecordOf(key.Object(nameof(DkimKeyStatus.Record))),
    };

    private static ReportedRotation RotationOf(ShownObject rotation) => new()
    {
        Kind = Value<RotationKind>(rotation, nameof(DkimRotation.Kind)) ?? RotationKind.Rotation,
        OldSelector = rotation.Text(nameof(DkimRotation.OldSelector)),
        NewSelector = rotation.Text(nameof(DkimRotation.NewSelector)),
        Phase = Value<RotationPhase>(rotation, nameof(DkimRotation.Phase)) ?? RotationPhase.Prepared,
        IsAborting = rotation.Flag(nameof(DkimRotation.IsAborting)) ?? false,
        WaitingFor = Value<RotationWait>(rotation, nameof(DkimRotation.WaitingFor)) ?? RotationWait.Nothing,
        StartedAt = rotation.Time(nameof(DkimRotation.StartedAt)),
        EndedAt = rotation.Time(nameof(DkimRotation.EndedAt)),
        NotBefore = rotation.Time(nameof(DkimRotation.NotBefore)),
        RecordAction = rotation.Text(nameof(DkimRotation.RecordAction)),
        Record = RecordOf(rotation.Object(nameof(DkimRotation.Record))),
    };

    private static ReportedRecord? RecordOf(ShownObject? record) => record is null ? null : new ReportedRecord(
        record.Text(nameof(DkimDnsRecord.DnsName)) ?? "",
        record.Text(nameof(DkimDnsRecord.Name)) ?? "",
        record.Text(nameof(DkimDnsRecord.Type)) ?? "",
        Number(record, nameof(DkimDnsRecord.Ttl)) ?? 0,
        record.Text(nameof(DkimDnsRecord.Value)) ?? "",
        record.Text(nameof(DkimDnsRecord.Provider)) ?? "");

    private static int? Number(ShownObject item, string property) =>
        int.TryParse(item.Text(property), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static T? Value<T>(ShownObject item, string property)
        where T : struct, Enum =>
        Enum.TryParse<T>(item.Text(property), out var value) && Enum.IsDefined(value) ? value : null;
}
