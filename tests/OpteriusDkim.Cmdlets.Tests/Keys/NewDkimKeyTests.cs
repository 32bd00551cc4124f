using System.Management.Automation;

namespace OpteriusDkim;

public sealed class NewDkimKeyTests : CmdletTest
{
    [Fact]
    public void The_default_is_an_RSA_key_of_2048_bits_under_the_selector_mail()
    {
        var made = Run("New-DkimKey example.com");

        Assert.Empty(made.Errors);
        Assert.Equal("example.com", made["Domain"]);
        Assert.Equal("mail", made["Selector"]);
        Assert.Equal("Rsa", made["Algorithm"]!.ToString());
        Assert.Equal(2048, made["KeySize"]);
        Assert.Equal("mail._domainkey.example.com", made["DnsName"]);
        Assert.Equal(Sandbox.In("keys", "example.com", "mail.private"), made["PrivateKeyPath"]);
        Assert.True(File.Exists(Sandbox.In("keys", "example.com", "mail.txt")));
    }

    [Theory]
    [InlineData("-KeySize 1024")]
    [InlineData("-KeySize 8192 -Algorithm Rsa")]
    public void An_unsupported_RSA_size_is_reported_with_the_supported_sizes(string arguments)
    {
        var error = Assert.Single(Run($"New-DkimKey example.com {arguments}").Errors);

        Assert.EndsWith("Use 2048, 3072, 4096.", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-KeySize 3072", "Rsa", 3072)]
    [InlineData("-KeySize 4096", "Rsa", 4096)]
    [InlineData("-Algorithm Ed25519", "Ed25519", 256)]
    public void Algorithm_and_size_are_followed(string options, string algorithm, int size)
    {
        var made = Run($"New-DkimKey example.com {options}");

        Assert.Equal(algorithm, made["Algorithm"]!.ToString());
        Assert.Equal(size, made["KeySize"]);
    }

    [Fact]
    public void The_record_is_ready_to_publish()
    {
        var made = Run("(New-DkimKey example.com -Algorithm Ed25519 -Selector ed).Record");

        Assert.Equal("ed._domainkey.example.com", made["Name"]);
        Assert.Equal("TXT", made["Type"]);
        Assert.Equal(3600, made["Ttl"]);
        Assert.Matches("^\"v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=\"$", (string)made["Value"]!);
    }

    [Fact]
    public void A_pipeline_of_domains_makes_a_key_for_each_and_an_error_for_each_bad_one()
    {
        var made = Run("'a.example', 'b_ad.example', 'c.example' | New-DkimKey -Algorithm Ed25519");

        Assert.Equal(["a.example", "c.example"], made.Objects.Select(key => (string)key.Properties["Domain"].Value).Order());
        var error = Assert.Single(made.Errors);
        Assert.StartsWith("InvalidDomain,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal("b_ad.example", error.TargetObject);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Objects_with_a_domain_and_a_selector_are_taken_from_the_pipeline()
    {
        var made = Run(
            "[pscustomobject]@{ Domain = 'a.example'; Selector = 's1' }, [pscustomobject]@{ Domain = 'b.example'; Selector = 's2' } "
            + "| New-DkimKey -Algorithm Ed25519");

        Assert.Empty(made.Errors);
        Assert.Equal(
            ["s1._domainkey.a.example", "s2._domainkey.b.example"],
            made.Objects.Select(key => (string)key.Properties["DnsName"].Value).Order());
    }

    [Fact]
    public void An_existing_key_is_never_overwritten()
    {
        var first = Run("New-DkimKey example.com -Algorithm Ed25519");
        var bytes = File.ReadAllBytes((string)first["PrivateKeyPath"]!);

        var second = Run("New-DkimKey example.com -Algorithm Ed25519");

        Assert.Empty(second.Objects);
        var error = Assert.Single(second.Errors);
        Assert.StartsWith("KeyExists,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains((string)first["PrivateKeyPath"]!, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Force", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes((string)first["PrivateKeyPath"]!));
    }

    [Fact]
    public void Force_backs_up_the_old_pair()
    {
        var path = (string)Run("New-DkimKey example.com -Algorithm Ed25519")["PrivateKeyPath"]!;
        var (key, record) = (File.ReadAllText(path), File.ReadAllText(Path.ChangeExtension(path, ".txt")));

        var replaced = Run("New-DkimKey example.com -Algorithm Ed25519 -Force");

        Assert.Empty(replaced.Errors);
        Assert.NotEqual(key, File.ReadAllText(path));
        var kept = Directory.GetFiles(Path.Combine(Sandbox.State, "kept", "example.com"));
        Assert.Equal([key, record], kept.Order(StringComparer.Ordinal).Select(File.ReadAllText));
    }

    [Fact]
    public void Force_refuses_a_key_that_a_table_names()
    {
        var path = (string)Run("New-DkimKey example.com -Algorithm Ed25519")["PrivateKeyPath"]!;
        File.WriteAllText(Sandbox.KeyTable, $"# keys\nmail._domainkey.example.com example.com:mail:{path}\n");
        var key = File.ReadAllText(path);

        var refused = Run("New-DkimKey example.com -Algorithm Ed25519 -Force");

        Assert.Equal(["KeyInUse"], refused.ErrorIds);
        Assert.Contains(Sandbox.KeyTable + ":2", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(key, File.ReadAllText(path));
    }

    [Fact]
    public void WhatIf_writes_nothing_at_all()
    {
        var planned = Run("New-DkimKey example.com -WhatIf");

        Assert.Empty(planned.Objects);
        Assert.Empty(planned.Errors);
        Assert.False(Directory.Exists(Sandbox.Keys));
        Assert.False(Directory.Exists(Sandbox.State));
    }

    [Theory]
    [InlineData("New-DkimKey example.com -WhatIf")]
    [InlineData("$WhatIfPreference = $true; New-DkimKey example.com")]
    public void WhatIf_reports_an_existing_key(string command)
    {
        Run("New-DkimKey example.com -Algorithm Ed25519");

        Assert.Equal(["KeyExists"], Run(command).ErrorIds);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Domain = 'example.com'; Selector = '' } | New-DkimKey")]
    [InlineData("Test-DkimDns example.com -Server 127.0.0.1 | New-DkimKey")]
    public void An_empty_selector_is_no_selector(string command)
    {
        Assert.Equal("mail", Run(command)["Selector"]);
    }

    [Fact]
    public void A_second_key_is_refused_by_default_where_the_domain_already_signs()
    {
        MakeKeys("mail3._domainkey.example.com");
        Sign("mail3");

        var error = Assert.Single(Run("New-DkimKey example.com").Errors);

        Assert.Equal(
            ("AlreadySigning", ErrorCategory.ResourceBusy), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.Contains("already signs with the selector mail3", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Force", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Run("New-DkimKey example.org -Algorithm Ed25519").Errors);
        Assert.Empty(Run("New-DkimKey example.com next -Algorithm Ed25519").Errors);
        Assert.Empty(Run("New-DkimKey example.com -Algorithm Ed25519 -Force").Errors);
        Assert.Equal(["KeyExists"], Run("New-DkimKey example.com").ErrorIds);
    }

    [Fact]
    public void A_selector_that_a_rotation_has_retired_is_refused_without_Force()
    {
        MakeKeys("mail3._domainkey.example.com");
        Sign("mail3");
        Directory.CreateDirectory(Sandbox.In("state", "rotation"));
        File.WriteAllText(Sandbox.In("state", "rotation", "example.com.json"), """
            { "domain": "example.com", "version": 1, "selectors": [], "past": [ {
                "old": { "selector": "mail", "algorithm": "Ed25519", "publicKey": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" },
                "new": { "selector": "mail3", "algorithm": "Ed25519", "publicKey": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" },
                "phase": "Removed",
                "startedAt": "2026-01-01T00:00:00Z", "endedAt": { "utc": "2026-01-20T10:00:00Z", "boot": "b", "uptime": "01:00:00" } } ] }
            """);

        foreach (var command in (string[])
        [
            "New-DkimKey example.com",
            "New-DkimKey example.com mail",
            "New-DkimKey example.com MAIL -WhatIf",
        ])
        {
            var error = Assert.Single(Run(command).Errors);
            Assert.Equal(
                ("SelectorRetired", ErrorCategory.ResourceBusy), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
            Assert.Contains("already signs with mail3", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(Run("New-DkimKey example.com mail -Algorithm Ed25519 -Force").Errors);
    }

    private void Sign(string selector)
    {
        File.WriteAllText(
            Sandbox.OpenDkimConfiguration,
            $"UserID opendkim\nKeyTable {Sandbox.KeyTable}\nSigningTable refile:{Sandbox.In("SigningTable")}\n");
        File.WriteAllText(Sandbox.KeyTable, $"k example.com:{selector}:{Sandbox.In("keys", "example.com", selector + ".private")}\n");
        File.WriteAllText(Sandbox.In("SigningTable"), "*@example.com k\n");
    }

    [Fact]
    public void A_trailing_slash_changes_nothing()
    {
        Run("New-DkimKey example.com -Algorithm Ed25519");
        Run("New-DkimKey example.com -Algorithm Ed25519 -KeyDirectory ./with/");

        Assert.Equal(File.GetUnixFileMode(Sandbox.Keys), File.GetUnixFileMode(Sandbox.In("with")));
    }

    [Theory]
    [InlineData("New-DkimKey ''", "ParameterArgumentValidationErrorEmptyStringNotAllowed")]
    [InlineData("New-DkimKey '../etc'", "InvalidDomain")]
    [InlineData("New-DkimKey example.com -Selector '../../x'", "InvalidSelector")]
    [InlineData("New-DkimKey example.com -Selector 'a b'", "InvalidSelector")]
    [InlineData("New-DkimKey example.com -KeySize 1000", "ParameterArgumentValidationError")]
    [InlineData("New-DkimKey example.com -Algorithm Dsa", "ParameterArgumentTransformationError")]
    [InlineData("New-DkimKey example.com -Algorithm Ed25519 -KeySize 2048", "KeySizeNotApplicable")]
    [InlineData("New-DkimKey example.com -ThrottleLimit 0", "ParameterArgumentValidationError")]
    [InlineData("New-DkimKey example.com -Owner 'no such user'", "UnknownOwner")]
    [InlineData("New-DkimKey example.com -ConfigurationPath /nonexistent/c.json", "ConfigurationUnreadable")]
    [InlineData("New-DkimKey example.com -KeyDirectory /dev/null/keys", "NotAFolder")]
    public void Nonsense_is_an_error_with_an_id_and_nothing_is_written(string command, string id)
    {
        Assert.SkipWhen(
            command.Contains("-Owner", StringComparison.Ordinal) && !Environment.IsPrivilegedProcess, "only root may give files away");

        var refused = Run(command);

        Assert.Empty(refused.Objects);
        Assert.Equal([id], refused.ErrorIds);
        Assert.False(Directory.Exists(Sandbox.Keys));
    }

    [Fact]
    public void Modes_are_exact_whatever_the_umask()
    {
        Run("New-DkimKey example.com -Algorithm Ed25519");

        const UnixFileMode KeyMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(KeyMode, File.GetUnixFileMode(Sandbox.In("keys", "example.com", "mail.private")));
        var others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Sandbox.In("keys", "example.com")) & others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Sandbox.Keys) & others);
    }

    [Fact]
    public void The_private_key_is_on_no_object_in_no_stream_and_in_no_error()
    {
        var made = Run(
            "$DebugPreference = 'Continue'; New-DkimKey example.com -Verbose; New-DkimKey example.com -Verbose; "
            + "New-DkimKey example.com -Force -Verbose");
        var secrets = Directory.GetFiles(Sandbox.Root, "*.private*", SearchOption.AllDirectories)
            .SelectMany(File.ReadAllLines)
            .Where(line => line.Length >= 40 && !line.StartsWith('-'))
            .ToArray();

        Assert.True(secrets.Length > 40);
        var seen = made.Everything + string.Join('\n', made.Objects.SelectMany(key => ObjectWalk.TextsIn(key.BaseObject)));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, seen, StringComparison.Ordinal));
    }

    [Fact]
    public void Ending_the_pipeline_early_leaves_whole_keys_only()
    {
        using var shell = Session.Start(
            "1..40 | ForEach-Object { \"d$_.example\" } | New-DkimKey -Algorithm Ed25519 | ForEach-Object { throw 'enough' }");
        Assert.Throws<RuntimeException>(() => shell.Invoke());

        var listed = Run("Get-DkimKey");
        Assert.Empty(listed.Errors);
        Assert.NotEmpty(listed.Objects);
        Assert.Empty(Directory.GetFiles(Sandbox.Keys, "*.dkim-tmp", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("-KeySize 2048")]
    [InlineData("-KeySize 3072")]
    [InlineData("-Algorithm Ed25519")]
    public void A_new_key_has_no_known_weakness(string parameters)
    {
        Assert.Empty(Run($"New-DkimKey example.com {parameters}").Errors);
        Assert.Empty(Run("Get-DkimKey").Warnings);
        var read = Run("Get-DkimRecord example.com | ConvertFrom-DkimRecord");
        Assert.Empty((IReadOnlyList<DkimFinding>)read["Findings"]!);
        Assert.Empty(read.Errors);
    }

    [Fact]
    public void Keys_that_are_made_together_share_neither_numbers_nor_primes()
    {
        Assert.Empty(Run("1..6 | ForEach-Object { New-DkimKey \"d$_.example\" }").Errors);
        var all = Run("Get-DkimKey; Get-DkimRecord * | ConvertFrom-DkimRecord");
        Assert.Equal(12, all.Objects.Count);
        Assert.Empty(all.Errors);
        Assert.Empty(all.Warnings);
    }
}
