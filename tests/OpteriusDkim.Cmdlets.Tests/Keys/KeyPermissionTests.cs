namespace OpteriusDkim;

public sealed class KeyPermissionTests : CmdletTest
{
    [Fact]
    public void A_new_key_is_right_as_it_is()
    {
        RequireRoot();
        MakeKeys("mail._domainkey.a.example", "s2._domainkey.a.example");

        var tested = Run("Test-DkimKeyPermission a.example");

        Assert.Empty(tested.Errors);
        Assert.Equal(["mail", "mail", "s2"], Each(tested, "Selector"));
        Assert.Equal(3, Each(tested, "Path").Distinct().Count());
        Assert.All(
            tested.Objects,
            item => Assert.True(item.BaseObject is DkimKeyPermission { IsSafe: true, IsReadable: true, Findings.Count: 0 }));
        Assert.Equal(["0750", "0600"], Each(Run("Test-DkimKeyPermission a.example s2"), "Mode"));
        Assert.Equal(["opendkim", "opendkim"], Each(Run("Test-DkimKeyPermission a.example s2"), "Owner"));
    }

    [Fact]
    public void Problems_are_reported_and_repaired_and_WhatIf_repairs_nothing()
    {
        RequireRoot();
        MakeKeys("mail._domainkey.a.example");
        File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Assert.Equal(["KeyOpenToEverybody"], Codes(Run("Test-DkimKeyPermission *")));
        Assert.Empty(Run("Repair-DkimKeyPermission a.example -WhatIf").Objects);
        Assert.Equal(["KeyOpenToEverybody"], Codes(Run("Test-DkimKeyPermission a.example mail")));
        Assert.Empty(Codes(Run("Test-DkimKeyPermission a.example | Where-Object { $_.Findings } | Repair-DkimKeyPermission")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
    }

    [Fact]
    public void A_folder_above_the_key_directory_is_reported_and_not_changed()
    {
        RequireRoot();
        MakeKeys("mail._domainkey.a.example");
        const UnixFileMode Open = (UnixFileMode)0x1FF;
        File.SetUnixFileMode(Sandbox.Root, Open);

        var repaired = Run("Repair-DkimKeyPermission a.example");

        Assert.Equal(["FolderOpenToEverybody"], Codes(repaired));
        Assert.Contains("outside the key directory", Assert.Single(repaired.Warnings), StringComparison.Ordinal);
        Assert.Equal(Open, File.GetUnixFileMode(Sandbox.Root));
    }

    [Fact]
    public void A_file_with_a_second_hard_link_is_not_changed()
    {
        RequireRoot();
        MakeKeys("mail._domainkey.a.example");
        File.SetUnixFileMode(Key, (UnixFileMode)0x1A4);
        using (var linked = System.Diagnostics.Process.Start("ln", [Key, Sandbox.In("other")]))
        {
            linked.WaitForExit();
        }

        Assert.Contains("another hard link", Assert.Single(Run("Repair-DkimKeyPermission a.example").Warnings), StringComparison.Ordinal);
        Assert.Equal((UnixFileMode)0x1A4, File.GetUnixFileMode(Key));
    }

    [Fact]
    public void A_key_behind_a_link_is_checked_at_its_target_and_not_changed()
    {
        RequireRoot();
        MakeKeys("mail._domainkey.a.example");
        File.Move(Key, Sandbox.In("elsewhere"));
        File.SetUnixFileMode(Sandbox.In("elsewhere"), (UnixFileMode)0x1A4);
        File.CreateSymbolicLink(Key, Sandbox.In("elsewhere"));

        var repaired = Run("Repair-DkimKeyPermission a.example");

        Assert.Equal(["KeyOpenToEverybody"], Codes(repaired));
        Assert.Contains(Sandbox.In("elsewhere"), Each(repaired, "Path"));
        Assert.Equal((UnixFileMode)0x1A4, File.GetUnixFileMode(Sandbox.In("elsewhere")));
    }

    [Fact]
    public void A_selector_without_a_key_is_an_error_and_the_others_are_processed()
    {
        RequireRoot();
        MakeKeys("mail._domainkey.a.example");

        var tested = Run("Test-DkimKeyPermission a.example mail, s9");

        Assert.Equal(2, tested.Objects.Count);
        Assert.Equal(["SelectorNotConfigured"], tested.ErrorIds);
        Assert.Equal(["NotConfigured"], Run("Test-DkimKeyPermission b.example").ErrorIds);
    }

    [Fact]
    public void A_user_that_the_system_does_not_know_is_reported()
    {
        MakeKeys("mail._domainkey.a.example");
        File.WriteAllText(Sandbox.OpenDkimConfiguration, $"UserID nobody-of-this-name\nKeyTable {Sandbox.KeyTable}\n");

        Assert.Equal(["SignerUserUnknown"], Run("Test-DkimKeyPermission a.example").ErrorIds);
    }

    private string Key => Sandbox.In("keys", "a.example", "mail.private");

    private static IEnumerable<string> Codes(Outcome outcome) =>
        outcome.Objects.SelectMany(item => ((DkimKeyPermission)item.BaseObject).Findings).Select(finding => finding.Code);

    private static void RequireRoot() => Assert.SkipUnless(
        FileOwner.CallerIsRoot && FileOwner.Find("opendkim") is not null, "it needs root, and OpenDKIM's user");
}
