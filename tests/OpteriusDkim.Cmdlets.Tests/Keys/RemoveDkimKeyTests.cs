namespace OpteriusDkim;

public sealed class RemoveDkimKeyTests : CmdletTest
{
    [Fact]
    public void A_removed_key_is_backed_up()
    {
        MakeKeys("mail._domainkey.a.example");

        Assert.Empty(Run("Remove-DkimKey a.example -Confirm:$false").Errors);

        Assert.False(Directory.Exists(Sandbox.In("keys", "a.example")));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Sandbox.State, "kept", "a.example")).Length);
    }

    [Fact]
    public void Permanently_makes_no_backup()
    {
        MakeKeys("mail._domainkey.a.example", "s2._domainkey.a.example");

        Assert.Empty(Run("Remove-DkimKey a.example mail -Permanently -Confirm:$false").Errors);

        Assert.Equal(["s2"], Each(Run("Get-DkimKey a.example"), "Selector"));
        Assert.False(Directory.Exists(Path.Combine(Sandbox.State, "kept")));
    }

    [Fact]
    public void With_several_keys_one_has_to_be_named()
    {
        MakeKeys("mail._domainkey.a.example", "s2._domainkey.a.example");

        var refused = Run("Remove-DkimKey a.example -Confirm:$false");

        Assert.Equal(["SelectorAmbiguous"], refused.ErrorIds);
        Assert.Contains("mail, s2", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Run("Get-DkimKey").Objects.Count);
    }

    [Theory]
    [InlineData("Remove-DkimKey a.example -WhatIf")]
    [InlineData("Remove-DkimKey a.example -Permanently -WhatIf")]
    public void WhatIf_removes_nothing(string command)
    {
        MakeKeys("mail._domainkey.a.example");

        Assert.Empty(Run(command).Errors);

        Assert.Single(Run("Get-DkimKey").Objects);
    }

    /// <summary>-WhatIf makes every check that needs no change, with the same error.</summary>
    [Theory]
    [InlineData("Remove-DkimKey linked.example -Confirm:$false")]
    [InlineData("Remove-DkimKey linked.example -Permanently -Confirm:$false")]
    [InlineData("New-DkimKey linked.example -Selector s2")]
    [InlineData("New-DkimKey linked.example -Force")]
    [InlineData("Import-DkimKey {0}/a.example/mail.private -Domain linked.example -Selector mail")]
    [InlineData("Import-DkimKey {0}/a.example/mail.private -Domain linked.example -Selector s2")]
    public void A_linked_folder_is_the_same_error_with_WhatIf(string command)
    {
        MakeKeys("mail._domainkey.a.example");
        Directory.CreateSymbolicLink(Sandbox.In("keys", "linked.example"), "a.example");
        command = command.Replace("{0}", Sandbox.Keys, StringComparison.Ordinal);

        Assert.Equal(["LinkedFolder"], Run(command + " -WhatIf").ErrorIds);
        Assert.Equal(["LinkedFolder"], Run(command).ErrorIds);
        Assert.True(File.Exists(Sandbox.In("keys", "a.example", "mail.private")));
    }

    [Theory]
    [InlineData("Remove-DkimKey a.example -Confirm:$false")]
    [InlineData("New-DkimKey a.example -Force")]
    [InlineData("New-DkimKey b.example")]
    [InlineData("Import-DkimKey {0}/a.example/mail.private -Domain b.example -Selector mail")]
    public void A_state_directory_that_cannot_be_made_is_the_same_error_with_WhatIf(string command)
    {
        MakeKeys("mail._domainkey.a.example");
        Directory.Delete(Sandbox.State, recursive: true);
        File.WriteAllText(Sandbox.State, "in the way");
        command = command.Replace("{0}", Sandbox.Keys, StringComparison.Ordinal);

        Assert.Equal(["NotAFolder"], Run(command + " -WhatIf").ErrorIds);
        Assert.Equal(["NotAFolder"], Run(command).ErrorIds);
        Assert.True(File.Exists(Sandbox.In("keys", "a.example", "mail.private")));
    }

    [Fact]
    public void A_key_that_is_still_readable_elsewhere_gives_a_warning()
    {
        MakeKeys("mail._domainkey.a.example");
        var key = Sandbox.In("keys", "a.example", "mail.private");
        using (var link = System.Diagnostics.Process.Start("ln", [key, Sandbox.In("copy.private")]))
        {
            link.WaitForExit();
        }

        Assert.Contains(
            "2 hard links", Assert.Single(Run("Remove-DkimKey a.example -WhatIf").Warnings).ToString(), StringComparison.Ordinal);
        Assert.Single(Run("Remove-DkimKey a.example -Permanently -Confirm:$false").Warnings);
        Assert.False(File.Exists(key));
    }

    [Theory]
    [InlineData("mail._domainkey.a.example a.example:mail:{0}")]
    [InlineData("alias a.example:mail:{1}/./mail.private")]
    [InlineData("any %:mail:{2}/%/mail.private")]
    public void A_key_that_a_table_names_is_kept(string line)
    {
        MakeKeys("mail._domainkey.a.example");
        var key = Sandbox.In("keys", "a.example", "mail.private");
        File.WriteAllText(
            Sandbox.KeyTable,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, line, key, Path.GetDirectoryName(key), Sandbox.Keys) + "\n");

        Assert.Equal(["KeyInUse"], Run("Remove-DkimKey a.example -Confirm:$false").ErrorIds);
        Assert.Equal(["KeyInUse"], Run("Remove-DkimKey a.example -Permanently -Confirm:$false").ErrorIds);
        Assert.True(File.Exists(key));
    }

    [Fact]
    public void With_an_unreadable_table_the_use_is_unknown_and_the_key_is_kept()
    {
        MakeKeys("mail._domainkey.a.example");
        File.WriteAllText(Sandbox.OpenDkimConfiguration, "KeyTable ldap://localhost/keys\n");

        Assert.Equal(["SignerTableUnreadable"], Run("Remove-DkimKey a.example -Confirm:$false").ErrorIds);
        Assert.Single(Run("Get-DkimKey").Objects);
    }

    [Fact]
    public void A_table_that_names_a_key_in_the_meantime_is_noticed()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example");
        var line = $"b b.example:mail:{Sandbox.In("keys", "b.example", "mail.private")}";

        var removed = Run(
            $"& {{ 'a.example'; [IO.File]::WriteAllText('{Sandbox.KeyTable}', '{line}'); 'b.example' }} | Remove-DkimKey -Confirm:$false");

        Assert.Equal(["KeyInUse"], removed.ErrorIds);
        Assert.Equal(["b.example"], Each(Run("Get-DkimKey"), "Domain"));
    }

    [Fact]
    public void A_pipe_in_place_of_a_record_does_not_block()
    {
        MakeKeys("mail._domainkey.a.example");
        var record = Sandbox.In("keys", "a.example", "mail.txt");
        File.Delete(record);
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", [record]))
        {
            pipe.WaitForExit();
        }

        Assert.Empty(Run("Remove-DkimKey a.example -Confirm:$false").Errors);
        Assert.Empty(Run("Get-DkimKey").Objects);
    }

    [Fact]
    public void A_dangling_link_can_be_removed()
    {
        MakeKeys("mail._domainkey.a.example");
        var key = Sandbox.In("keys", "a.example", "mail.private");
        File.Delete(key);
        File.CreateSymbolicLink(key, "/nowhere");

        Assert.Empty(Run("Remove-DkimKey a.example -Confirm:$false").Errors);
        Assert.Empty(Run("Get-DkimKey").Objects);
    }

    [Fact]
    public void Patterns_match_keys_of_the_store()
    {
        MakeKeys(
            "mail._domainkey.a.example",
            "mail._domainkey.b.example",
            "s1._domainkey.b.example",
            "s2._domainkey.b.example",
            "mail._domainkey.c.test");

        // b has several keys, so a selector is required; a is removed.
        Assert.Equal(["SelectorAmbiguous"], Run("Remove-DkimKey *.example -Confirm:$false").ErrorIds);
        Assert.Equal(["b.example mail", "b.example s1", "b.example s2", "c.test mail"], Keys());

        Assert.Empty(Run("Remove-DkimKey b.example s* -Confirm:$false").Errors);
        Assert.Equal(["b.example mail", "c.test mail"], Keys());

        // A name without a match is an error, a pattern without one is not.
        Assert.Equal(["SelectorNotConfigured"], Run("Remove-DkimKey b.example s1, mai* -Confirm:$false").ErrorIds);
        Assert.Empty(Run("Remove-DkimKey *.nowhere -Confirm:$false").Errors);
        Assert.Equal(["c.test mail"], Keys());
    }

    [Fact]
    public void PassThru_gives_the_keys_that_were_removed()
    {
        MakeKeys("mail._domainkey.a.example", "s2._domainkey.a.example");

        var removed = Run("Remove-DkimKey a.example m*, s* -PassThru -Confirm:$false");

        Assert.Equal(["mail", "s2"], Each(removed, "Selector"));
        Assert.Empty(Run("Remove-DkimKey * -Confirm:$false -PassThru").Objects);
        Assert.Empty(Keys());
    }

    [Fact]
    public void A_key_in_use_is_kept_where_a_pattern_matches_it()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example");
        File.WriteAllText(Sandbox.KeyTable, $"k a.example:mail:{Sandbox.In("keys", "a.example", "mail.private")}\n");

        Assert.Equal(["KeyInUse"], Run("Remove-DkimKey * * -Confirm:$false").ErrorIds);
        Assert.Equal(["a.example mail"], Keys());
    }

    private IEnumerable<string> Keys() =>
        Run("Get-DkimKey").Objects.Select(key => $"{key.Properties["Domain"].Value} {key.Properties["Selector"].Value}");
}
