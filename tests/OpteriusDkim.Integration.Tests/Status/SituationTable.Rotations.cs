namespace OpteriusDkim;

/// <content>Rotations, registrations, retirements and delegations.</content>
internal static partial class SituationTable
{
    private static Situation[] Rotations =>
    [
        new("rotation-waits-for-person", Warning, "ActionRequired", Signed, Verified, RotationPhase.Published)
        {
            Life = SituationLife.Rotation,
        },
        new("rotation-waits-10-days", Warning, "ActionRequired", Signed, Verified, RotationPhase.Published)
        {
            Life = SituationLife.Rotation, After = (host, d) => host.Shift(d, TimeSpan.FromDays(-10)),
        },
        new("rotation-waits-for-time", Ok, "", Signed, Verified, RotationPhase.Published)
        {
            Life = SituationLife.Rotation with { NewSelector = "mail2" },
        },
        new("rotation-not-continued", Warning, "NotContinued", Signed, Verified, RotationPhase.Published)
        {
            Life = SituationLife.Rotation with { NewSelector = "mail2" }, After = (host, d) => host.Shift(d, TimeSpan.FromDays(-3)),
        },
        new("rotation-draining", Ok, "", Signed, Verified, RotationPhase.Draining)
        {
            Life = SituationLife.Rotation with { NewSelector = "mail2", Until = RotationPhase.Draining },
        },
        new("rotation-lost-record", Critical, "RecordMissingWhileSigning ActionRequired", Signed, NotSeen, RotationPhase.Published)
        {
            Life = SituationLife.Rotation, After = (host, d) => host.Replace(d),
        },
        new("rotation-aborted", Ok, "", Signed, Verified)
        {
            Life = SituationLife.Rotation, Before = (host, d) => host.Do($"Invoke-DkimRotation {d} -Abort -Confirm:$false"),
        },
        new("rotation-done", Ok, "", Signed, Verified)
        {
            Parent = "short.example.com",
            Life = SituationLife.Rotation with { NewSelector = "mail2", Until = RotationPhase.Completed, Ends = [] },
        },
        new("tombstone", Ok, "", Signed, Verified)
        {
            Parent = "revoke.example.com",
            Life = SituationLife.Rotation with
            {
                NewSelector = "mail2", Until = RotationPhase.Completed, Ends = ["TXT \"v=DKIM1; k=rsa; p=\""],
            },
        },
    ];

    private static Situation[] Domains =>
    [
        new("registration-waits-for-person", Warning, "ActionRequired", Unsigned, NotSeen, RotationPhase.Published)
        {
            BeginsSigned = false, Life = SituationLife.Registration,
        },
        new("registration-waits-for-time", Ok, "", Unsigned, Verified, RotationPhase.Published)
        {
            BeginsSigned = false, Life = SituationLife.Registration with { NewSelector = "mail" },
        },
        new("registered", Ok, "", Signed, Verified)
        {
            BeginsSigned = false, Life = SituationLife.Registration with { NewSelector = "mail", Until = RotationPhase.Completed },
        },
        new("disabled", Critical, "NothingSigns MailUnsigned", Unsigned, Verified)
        {
            Before = (host, d) => host.Do($"Disable-DkimSigning {d} -Confirm:$false"),
        },
        new("retirement-draining", Ok, "", Unsigned, Verified, RotationPhase.Draining) { Life = SituationLife.Retirement },
        new("retirement-waits-for-person", Warning, "ActionRequired", Unsigned, Verified, RotationPhase.Draining)
        {
            Parent = "short.example.com", Life = SituationLife.Retirement with { Until = RotationPhase.Completed },
        },
        new("retired", Ok, "", Unsigned, NoKey)
        {
            Parent = "short.example.com", Life = SituationLife.Retirement with { Until = RotationPhase.Completed, Ends = [] },
        },
        new("retired-but-signs", Critical, "SignatureFailsInDns KeyNotInStore", Signed, NotSeen)
        {
            Parent = "short.example.com", Life = SituationLife.Retirement with { Until = RotationPhase.Completed, Ends = [] },
            Before = (host, d) => MakeForeign(host, d, isPublished: false),
        },
    ];

    private static Situation[] Delegations =>
    [
        new("delegated", Ok, "", Signed, Verified) { Parent = "deleg.example.com" },
        new("delegation-cname-missing", Warning, "DelegationMissing", Signed, Verified)
        {
            Parent = "deleg.example.com", After = (host, d) => host.NsUpdate($"update delete s2._domainkey.{d}"),
        },
        new("delegation-cname-of-key-missing", Critical, "DelegationMissing RecordMissingWhileSigning", Signed, NotSeen)
        {
            Parent = "deleg.example.com", After = (host, d) => host.Replace(d),
        },
        new("delegation-elsewhere", Critical, "DelegationElsewhere", Signed, NotSeen)
        {
            Parent = "deleg.example.com", After = (host, d) => host.Replace(d, "CNAME nowhere.example.com"),
        },
        new("delegation-text-instead", Warning, "DelegationTextInstead", Signed, Verified)
        {
            Parent = "deleg.example.com", After = (host, d) => host.Replace(d, SituationHost.Txt(host.TextOf(d))),
        },
        new("delegation-target-empty", Critical, "DelegationTargetEmpty", Signed, NotSeen)
        {
            Parent = "deleg.example.com", After = (host, d) => host.NsUpdate($"update delete mail.{d}.ours.example.com"),
        },
    ];
}
