using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class PermissionRepairTests
{
    private const string Path = "/srv/keys/mail.private";

    private readonly SimulatedSystem system = new();

    [Theory]
    [InlineData("0644 opendkim:opendkim", "chmod 0600")]
    [InlineData("0664 opendkim:opendkim", "chmod 0600")]
    [InlineData("0644 root:opendkim", "chmod 0640")]
    [InlineData("0604 opendkim:opendkim", "chmod 0600")]
    [InlineData("0640 opendkim:shared", "chmod 0600")]
    [InlineData("0600 bob:opendkim", "chown opendkim")]
    [InlineData("0600 root:root", "chown opendkim")]
    [InlineData("0600 root:opendkim", "chmod 0640")]
    [InlineData("0200 opendkim:opendkim", "chmod 0600")]
    public void A_key_of_OpenDKIM_gets_the_smallest_change(string now, string commands) =>
        Assert.Equal(commands, Plan(system.Status(now), system.AsOpenDkim));

    [Theory]
    [InlineData("0600 opendkim:opendkim", "chown _rspamd")]
    [InlineData("0600 root:_rspamd", "chmod 0640")]
    [InlineData("0644 _rspamd:_rspamd", "chmod 0600")]
    public void A_key_of_Rspamd_gets_the_smallest_change(string now, string commands) =>
        Assert.Equal(commands, Plan(system.Status(now), system.AsRspamd));

    [Theory]
    [InlineData("0600 opendkim:opendkim", "setfacl -m u:_rspamd:r--,m::r--")]
    [InlineData("0640 opendkim:opendkim", "setfacl -m u:_rspamd:r--,m::r--")]
    public void A_key_used_by_two_signers_gets_an_access_control_list(string now, string commands) =>
        Assert.Equal(commands, Plan(system.Status(now), system.AsOpenDkim, system.AsRspamd));

    [Theory]
    [InlineData("0600 opendkim:shared", "chown :opendkim; setfacl -m u:_rspamd:r--,m::r--")]
    [InlineData("0600 _rspamd:_rspamd", "setfacl -m u:_rspamd:r--,m::r--; chown opendkim:opendkim")]
    [InlineData("0640 root:both", "setfacl -m u:_rspamd:r--,g::---,m::r--; chown opendkim:opendkim")]
    public void A_signer_can_use_its_key_between_any_two_steps(string now, string commands) =>
        Assert.Equal(commands, Plan(system.Status(now), system.AsOpenDkim, system.AsRspamd));

    [Fact]
    public void A_folder_shared_by_two_signers_is_searchable_by_the_second() => Assert.Equal(
        "setfacl -m u:_rspamd:--x,m::r-x",
        Plan(system.Status("0750 opendkim:opendkim") with { Kind = FileKind.Folder }, system.AsOpenDkim, system.AsRspamd));

    [Theory]
    [InlineData("0777 opendkim:opendkim", "chmod 0775")]
    [InlineData("0770 opendkim:shared", "chmod 0750")]
    [InlineData("2770 opendkim:shared", "chmod 2750")]
    [InlineData("0700 bob:bob", "chown opendkim")]
    public void A_folder_gets_the_smallest_change(string now, string commands) =>
        Assert.Equal(commands, Plan(system.Status(now) with { Kind = FileKind.Folder }, system.AsOpenDkim));

    [Fact]
    public void A_repair_from_any_state_is_safe_and_readable_and_grants_nothing_to_others() =>
        Always.Holds(States, Check, times: 2000);

    private static Gen<(FileStatus Status, int Signers)> States =>
        from kind in Gen.Elements(FileKind.File, FileKind.Folder)
        from user in Gen.Elements(0U, SimulatedSystem.OpenDkim, SimulatedSystem.Rspamd, SimulatedSystem.Bob)
        from owning in Gen.Elements(
            0U,
            SimulatedSystem.OpenDkimGroup,
            SimulatedSystem.RspamdGroup,
            SimulatedSystem.BobsGroup,
            SimulatedSystem.Alone,
            SimulatedSystem.Shared,
            SimulatedSystem.Both)
        from mode in Gen.Choose(0, 0x1FF)
        from hasList in Gen.Elements(true, false)
        from owningBits in Gen.Choose(0, 7)
        from named in Gen.ListOf(
            from entryKind in Gen.Elements(AccessEntryKind.User, AccessEntryKind.Group)
            from id in Gen.Elements(SimulatedSystem.OpenDkim, SimulatedSystem.Rspamd, SimulatedSystem.Bob, SimulatedSystem.Shared)
            from bits in Gen.Choose(0, 7)
            select new AccessEntry(entryKind, id, bits))
        from signers in Gen.Choose(1, 3)
        select (new FileStatus(kind, new FileOwner(user, owning), (UnixFileMode)mode)
        {
            Acl = hasList ? new AccessControlList(owningBits, [.. named.DistinctBy(entry => (entry.Kind, entry.Id))]) : null,
        }, signers);

    private void Check((FileStatus Status, int Signers) given)
    {
        SignerIdentity[] signers = given.Signers switch
        {
            1 => [system.AsOpenDkim],
            2 => [system.AsRspamd],
            _ => [system.AsOpenDkim, system.AsRspamd],
        };
        var change = new PermissionRepair(system.Safety).Plan(Path, given.Status, signers);

        Assert.NotNull(change);
        var end = change.States[^1];
        Assert.Empty(system.Safety.Assess(Path, end, signers).Findings);
        Assert.Equal(given.Status.OthersPermission, end.OthersPermission | given.Status.OthersPermission);
        Assert.All(
            signers.Where(signer => IsRight(given.Status, signer)),
            served => Assert.All(change.States, state => Assert.True(IsRight(state, served), $"{served.Name} loses access")));
        var bob = new SignerIdentity(
            SignerType.Rspamd, system.FindUser(SimulatedSystem.Bob)!, system.GroupsOf("bob", SimulatedSystem.BobsGroup), false);

        // The owner of a file can grant himself any access.
        foreach (var state in given.Status.Owner.User == SimulatedSystem.Bob ? [] : change.States)
        {
            Assert.True(!bob.May(state, 4) || bob.May(given.Status, 4), $"bob gains reading by {string.Join("; ", change.Commands)}");
            Assert.True(!bob.May(state, 2) || bob.May(given.Status, 2), $"bob gains writing by {string.Join("; ", change.Commands)}");
        }
    }

    private bool IsRight(FileStatus state, SignerIdentity signer) => system.Safety.Assess(Path, state, [signer]).Findings.Count == 0;

    private string Plan(FileStatus now, params SignerIdentity[] signers) => string.Join(
        "; ",
        new PermissionRepair(system.Safety).Plan(Path, now, signers)!.Commands
            .Select(command => command.Replace(" " + Path, "", StringComparison.Ordinal)));
}
