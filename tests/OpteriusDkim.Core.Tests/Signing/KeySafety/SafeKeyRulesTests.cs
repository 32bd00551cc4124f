namespace OpteriusDkim.Tests;

public sealed class SafeKeyRulesTests
{
    private const string Key = "/srv/keys/mail.private";

    private readonly SimulatedSystem system = new();

    [Theory]
    [InlineData("0400 opendkim:opendkim")]
    [InlineData("0440 opendkim:opendkim")]
    [InlineData("0600 opendkim:opendkim")]
    [InlineData("0640 opendkim:opendkim")]
    [InlineData("0660 opendkim:opendkim")]
    [InlineData("0640 root:opendkim")]
    [InlineData("0440 root:opendkim")]
    [InlineData("0640 root:alone")]
    [InlineData("0600 opendkim:shared")]
    [InlineData("0611 opendkim:opendkim")]
    public void OpenDKIM_accepts(string status) =>
        Assert.Empty(system.File(Key, status).Safety.Problems(Key, system.AsOpenDkim));

    [Theory]
    [InlineData("0604 opendkim:opendkim", "KeyOpenToEverybody")]
    [InlineData("0602 opendkim:opendkim", "KeyOpenToEverybody")]
    [InlineData("0640 opendkim:shared", "KeyGroupUnsafe")]
    [InlineData("0620 opendkim:shared", "KeyGroupUnsafe")]
    [InlineData("0640 opendkim:bob", "KeyGroupUnsafe")]
    [InlineData("0640 opendkim:both", "KeyGroupUnsafe")]
    [InlineData("0600 bob:opendkim", "KeyOwnerUnsafe KeyClosedToSigner")]
    [InlineData("0640 bob:opendkim", "KeyOwnerUnsafe")]
    [InlineData("0600 root:root", "KeyClosedToSigner")]
    [InlineData("0640 root:root", "KeyClosedToSigner")]
    [InlineData("0600 root:opendkim", "KeyClosedToSigner")]
    [InlineData("0040 opendkim:opendkim", "KeyClosedToSigner")]
    [InlineData("0666 bob:bob", "KeyOpenToEverybody KeyOwnerUnsafe KeyGroupUnsafe")]
    public void OpenDKIM_does_not_accept(string status, string codes) =>
        Assert.Equal(codes, Codes(system.File(Key, status).Safety.Problems(Key, system.AsOpenDkim)));

    [Theory]
    [InlineData("0755 root:root", "")]
    [InlineData("0775 root:root", "")]
    [InlineData("0775 root:opendkim", "")]
    [InlineData("0750 opendkim:shared", "")]
    [InlineData("0555 bob:bob", "")]
    [InlineData("0775 root:shared", "FolderGroupUnsafe")]
    [InlineData("0777 root:root", "FolderOpenToEverybody")]
    [InlineData("1777 root:root", "FolderOpenToEverybody")]
    [InlineData("0755 bob:bob", "FolderOwnerUnsafe")]
    [InlineData("0700 root:root", "FolderClosedToSigner")]
    [InlineData("0750 root:bob", "FolderClosedToSigner")]
    [InlineData("0710 root:opendkim", "")]
    public void A_folder_above_the_key_is_checked(string status, string codes)
    {
        system.Folder("/srv", status).File(Key, "0600 opendkim:opendkim");

        Assert.Equal(codes, Codes(system.Safety.Problems(Key, system.AsOpenDkim)));
    }

    [Theory]
    [InlineData("0640 root:shared", "0755 bob:bob", "KeyClosedToSigner")]
    [InlineData("0600 _rspamd:shared", "0775 bob:shared", "")]
    [InlineData("0640 bob:_rspamd", "1777 bob:bob", "")]
    [InlineData("0644 root:root", "0755 root:root", "KeyOpenToEverybody")]
    [InlineData("0600 _rspamd:_rspamd", "0700 bob:bob", "FolderClosedToSigner")]
    public void Rspamd_needs_read_access_only_and_other_readers_are_a_warning(string key, string folder, string codes)
    {
        var findings = system.Folder("/srv/keys", folder).File(Key, key).Safety.Problems(Key, system.AsRspamd);

        Assert.Equal(codes, Codes(findings));
        Assert.All(
            findings.Where(finding => finding.Code == "KeyOpenToEverybody"),
            finding => Assert.Equal(FindingSeverity.Warning, finding.Severity));
    }

    [Fact]
    public void Where_safe_keys_are_not_required_what_is_unsafe_is_a_warning()
    {
        var findings = system.File(Key, "0644 bob:bob").Safety
            .Problems(Key, system.Identity(SignerType.OpenDkim, "opendkim", requiresSafeKeys: false));

        Assert.Equal("KeyOpenToEverybody KeyOwnerUnsafe KeyGroupUnsafe", Codes(findings));
        Assert.All(findings, finding => Assert.Equal(FindingSeverity.Warning, finding.Severity));
    }

    [Theory]
    [InlineData(4, 6, true)]
    [InlineData(4, 2, false)]
    [InlineData(0, 6, false)]
    public void An_ACL_entry_grants_reading_within_the_mask(int permission, int mask, bool reads)
    {
        var status = system.Status($"06{mask}0 opendkim:opendkim") with
        {
            Acl = new AccessControlList(0, [new AccessEntry(AccessEntryKind.User, SimulatedSystem.Rspamd, permission)]),
        };

        Assert.Equal(reads, system.AsRspamd.May(status, 4));
        Assert.True(system.AsOpenDkim.May(status, 4));
    }

    [Fact]
    public void An_ACL_group_grants_reading_and_one_that_grants_nothing_denies_what_others_may()
    {
        var granted = system.Status("0640 root:root") with
        {
            Acl = new AccessControlList(0, [new AccessEntry(AccessEntryKind.Group, SimulatedSystem.RspamdGroup, 4)]),
        };
        var refused = system.Status("0644 root:root") with
        {
            Acl = new AccessControlList(4, [new AccessEntry(AccessEntryKind.Group, SimulatedSystem.RspamdGroup, 0)]),
        };

        Assert.True(system.AsRspamd.May(granted, 4));
        Assert.False(system.AsRspamd.May(refused, 4));
        Assert.True(system.AsOpenDkim.May(refused, 4));
    }

    [Fact]
    public void A_key_that_is_missing_is_reported() =>
        Assert.Equal("KeyFileMissing", Codes(system.Safety.Problems(Key, system.AsOpenDkim)));

    [Fact]
    public void A_folder_in_place_of_a_key_is_reported() =>
        Assert.Equal("KeyFileNotRegular", Codes(system.Folder(Key, "0700 opendkim:opendkim").Safety.Problems(Key, system.AsOpenDkim)));

    [Fact]
    public void For_many_keys_a_folder_is_checked_once_and_each_key_individually()
    {
        var safety = system.File(Key, "0600 opendkim:opendkim").Safety.WithFolderCache();
        Assert.Empty(safety.Problems(Key, system.AsOpenDkim));

        system.Folder("/srv", "0777 root:root").File(Key, "0644 opendkim:opendkim");
        Assert.Equal("KeyOpenToEverybody", Codes(safety.Problems(Key, system.AsOpenDkim)));
    }

    private static string Codes(IEnumerable<DkimFinding> findings) => string.Join(' ', findings.Select(finding => finding.Code));
}
