using System.Management.Automation;
using System.Reflection;

namespace OpteriusDkim;

/// <summary>Rules for the parameters of all cmdlets: table columns, aliases, wildcards, completion, signers.</summary>
public sealed class ParametersTests : CmdletTest
{
    /// <summary>Parameters that name files or folders, which use the engine's own completion.</summary>
    private static readonly string[] Paths = ["ConfigurationPath", "KeyDirectory", "Path", "ReferencePath"];

    [Theory]
    [InlineData("Domain")]
    [InlineData("domain")]
    [InlineData("DomainName")]
    [InlineData("Domain Name")]
    [InlineData("domain_name")]
    [InlineData("FQDN")]
    [InlineData("Zone")]
    [InlineData("ZoneName")]
    public void The_domain_column_may_have_any_usual_name(string header)
    {
        MakeKeys("mail._domainkey.a.example");

        foreach (var item in (string[])[$"[pscustomobject]@{{ '{header}' = 'a.example' }}", $"@{{ '{header}' = 'a.example' }}"])
        {
            var shown = Run($"{item} | Get-DkimKey");
            Assert.Empty(shown.Errors);
            Assert.Equal("a.example", shown["Domain"]);
        }
    }

    [Fact]
    public void An_object_without_such_a_column_is_an_error_that_lists_its_columns_and_the_next_continues()
    {
        MakeKeys("mail._domainkey.a.example");
        foreach (var cmdlet in (string[])["Get-DkimKey", "New-DkimKey", "Remove-DkimKey -Confirm:$false", "Enable-DkimSigning",
            "Disable-DkimSigning", "Publish-DkimRecord",
                     "Get-DkimRecord", "Get-DkimSigning", "Invoke-DkimRotation", "Test-DkimKeyPermission", "Get-DkimRotation",
                     "Register-DkimDomain", "Unregister-DkimDomain -Confirm:$false"])
        {
            var error = Run($"[pscustomobject]@{{ Kunde = 'x'; Host = 'y' }} | {cmdlet} -WarningAction SilentlyContinue").Errors[0];

            Assert.Contains("no property Domain. It has: 'Kunde', 'Host'", error.ToString(), StringComparison.Ordinal);
            Assert.Contains("Name the column Domain", error.ToString(), StringComparison.Ordinal);
        }

        var shown = Run("[pscustomobject]@{ Kunde = 'x' }, 'a.example' | Get-DkimKey");
        Assert.Equal("a.example", shown["Domain"]);
        Assert.Single(shown.Errors);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Domain = ' a.example '; Selector = 'mail ' } | Get-DkimKey")]
    [InlineData("@{ Zone = 'a.example ' } | Get-DkimKey -Selector ' mail'")]
    [InlineData("Get-DkimRecord @('a.example ') @('mail ')")]
    [InlineData("'a.example ' | Get-DkimRecord -Selector 'm* '")]
    [InlineData("[pscustomobject]@{ Domain = 'a.example '; Selector = 'mail '; Algorithm = 'Rsa '; KeySize = '2048 ' } | "
        + "New-DkimKey -Force -Confirm:$false")]
    public void Blanks_around_the_cells_of_a_table_do_not_count(string script)
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example", "s1._domainkey.b.example");

        var shown = Run(script + " -WarningAction Ignore");

        Assert.True(shown.Errors.Count == 0, shown.Everything);
        Assert.Equal(("a.example", "mail"), (shown["Domain"], shown["Selector"]));
    }

    [Theory]
    [InlineData("Get-DkimKey a.example 's1,s2'", "'s1,s2' is not a valid value for Selector. Use a separate value for each selector")]
    [InlineData("[pscustomobject]@{ Domain = 'a.example'; Selector = 's1, s2' } | Publish-DkimRecord", "Use a separate value for each")]
    [InlineData("New-DkimKey a.example s1, s2", "'s1, s2' is not a valid value for Selector. Use one selector.")]
    [InlineData("New-DkimKey a.example 's1,s2'", "'s1,s2' is not a valid value for Selector. Use one selector.")]
    public void Several_selectors_in_one_value_are_an_error_that_says_so(string script, string message)
    {
        var error = Assert.Single(Run(script).Errors);

        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_selector_pattern_may_contain_a_comma()
    {
        MakeKeys("mail._domainkey.a.example");

        Assert.Equal("mail", Run("Get-DkimKey a.example '[m,n]*'")["Selector"]);
    }

    [Theory]
    [InlineData("Import-DkimKey", "Path")]
    [InlineData("ConvertFrom-DkimRecord", "Strings")]
    public void Paths_and_texts_are_not_taken_from_the_text_of_an_object(string cmdlet, string column)
    {
        foreach (var item in (string[])["[pscustomobject]@{ Kunde = 'x'; Host = 'y' }", "[ordered]@{ Kunde = 'x'; Host = 'y' }"])
        {
            var shown = Run($"{item} | {cmdlet}");

            Assert.Empty(shown.Objects);
            Assert.Contains(
                $"no property {column}. It has: 'Kunde', 'Host'", Assert.Single(shown.Errors).ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("Value")]
    [InlineData("Record")]
    [InlineData("Strings")]
    public void The_text_of_a_record_comes_from_a_column(string header) =>
        Assert.Equal("v=DKIM1; p=", Run($"[pscustomobject]@{{ Site = 'x'; {header} = 'v=DKIM1; p=' }} | ConvertFrom-DkimRecord")["Text"]);

    [Fact]
    public void The_record_of_a_key_can_be_piped()
    {
        MakeKeys("mail._domainkey.a.example");

        Assert.Equal("ed25519", Run("Get-DkimKey | ConvertFrom-DkimRecord")["KeyType"]);
    }

    [Theory]
    [InlineData("domain;selector", ";")]
    [InlineData("domain\tselector", "`t")]
    public void A_table_read_with_the_wrong_delimiter_is_recognized(string header, string delimiter) =>
        Assert.Contains(
            $"Import-Csv -Delimiter \"{delimiter}\"",
            Assert.Single(Run($"[pscustomobject]@{{ '{header}' = 'x' }} | New-DkimKey").Errors).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Properties_beyond_the_limit_are_counted() =>
        Assert.Contains("'p10' and 2 more.", Assert.Single(Run(
            "$item = [ordered]@{}; 1..12 | ForEach-Object { $item[\"p$_\"] = 1 }; [pscustomobject]$item | New-DkimKey").Errors).ToString(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("New-DkimKey a.example -Selector mail._domainkey", "the selector is mail")]
    [InlineData("New-DkimKey a.example -Selector Mail._DomainKey.a.example", "the selector is mail")]
    [InlineData("New-DkimKey a.example -Selector _domainkey", "it contains _domainkey")]
    [InlineData("New-DkimKey a.example -Selector 2026.eu._domainkey", "the selector is 2026.eu")]
    [InlineData("Invoke-DkimRotation a.example -NewSelector next._domainkey", "the selector is next")]
    public void The_name_of_a_record_is_not_the_selector_of_a_new_key(string command, string problem)
    {
        var made = Run(command);

        Assert.Equal([nameof(FindingTable.InvalidSelector)], made.ErrorIds);
        Assert.Contains(problem, made.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,5", "'1,5' is not a duration")]
    [InlineData("@()", "'' is not a duration")]
    public void A_duration_with_a_decimal_comma_is_shown_as_it_was_written(string value, string problem) =>
        Assert.Contains(
            problem, Assert.Single(Run($"Test-DkimDns a.example -Timeout {value}").Errors).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Columns_of_a_table_bind_and_empty_cells_mean_the_setting()
    {
        var made = Run("""
            [pscustomobject]@{ Domain = 'a.example'; Selector = 's1'; Algorithm = 'Ed25519'; KeySize = '' },
            [pscustomobject]@{ Domain = 'b.example'; Selector = ''; Algorithm = 'rsa'; KeySize = '3072' },
            [pscustomobject]@{ Domain = 'c.example'; Selector = ''; Algorithm = ''; KeySize = '' } |
                New-DkimKey -WarningAction SilentlyContinue
            """);

        Assert.Empty(made.Errors);
        Assert.Equal(
            ["a.example s1 Ed25519 256", "b.example mail Rsa 3072", "c.example mail Rsa 2048"],
            made.Objects
                .Select(
                    key =>
                        $"{key.Properties["Domain"].Value} {key.Properties["Selector"].Value} {key.Properties["Algorithm"].Value} "
                        + $"{key.Properties["KeySize"].Value}").Order());
    }

    [Theory]
    [InlineData("Algorithm = 'Dsa'", "ParameterArgumentTransformationError")]
    [InlineData("KeySize = 'large'", "ParameterArgumentTransformationError")]
    [InlineData("KeySize = '1024'", "ParameterArgumentValidationError")]
    [InlineData("Algorithm = 'Ed25519'; KeySize = 4096", "KeySizeNotApplicable")]
    public void An_invalid_cell_is_an_error_and_is_never_skipped(string cells, string id)
    {
        var made = Run(
            $"[pscustomobject]@{{ Domain = 'a.example'; {cells} }}, [pscustomobject]@{{ Domain = 'b.example'; Algorithm = 'Ed25519' }} | "
            + "New-DkimKey -WarningAction SilentlyContinue");

        Assert.Equal([id], made.ErrorIds);
        Assert.Equal("b.example", made["Domain"]);
    }

    [Fact]
    public void Provider_and_Ttl_come_from_columns_too()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example");

        var shown = Run(
            "[pscustomobject]@{ Domain = 'a.example'; Provider = 'Cloudflare'; Ttl = '60' }, [pscustomobject]@{ Domain = 'b.example'; "
            + "Provider = ''; Ttl = '' } | Get-DkimRecord");

        Assert.Empty(shown.Errors);
        Assert.Equal(["Cloudflare", "Generic"], Each(shown, "Provider"));
        Assert.Equal([60, 3600], Each(shown, "Ttl"));
    }

    [Fact]
    public void The_keys_of_one_domain_can_be_made_again_under_another_selector()
    {
        MakeKeys("mail._domainkey.a.example");

        Assert.Equal("next", Run("Get-DkimKey | New-DkimKey -Selector next -WarningAction SilentlyContinue")["Selector"]);
    }

    [Fact]
    public void A_parameter_is_completed_by_the_module_or_names_a_file()
    {
        var offered = Run("Get-Command -Module OpteriusDkim").Objects
            .Select(command => ((CmdletInfo)command.BaseObject).ImplementingType)
            .SelectMany(type => type.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute))))
            .Where(property => !property.IsDefined(typeof(ArgumentCompleterAttribute)) && !property.IsDefined(typeof(ValidateSetAttribute)))
            .Where(property => TypeOf(property) is var type && type != typeof(SwitchParameter) && !type.IsEnum)
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
            .Where(name => !Paths.Contains(name.Split('.')[1]))
            .Distinct();

        Assert.Empty(offered);
    }

    [Fact]
    public void Every_cmdlet_that_changes_or_asks_a_signer_takes_Signer()
    {
        var takes = Run("Get-Command -Module OpteriusDkim").Objects.Select(command => (CmdletInfo)command.BaseObject)
            .Where(command => command.Parameters.ContainsKey("Signer")).Select(command => command.Name);

        Assert.Equal(
            [
                "Disable-DkimSigning", "Enable-DkimSigning", "Get-DkimSigning", "Get-DkimStatus", "Import-DkimKey", "Initialize-DkimSigner",
                "Invoke-DkimRotation",
                "New-DkimKey", "Register-DkimDomain", "Repair-DkimKeyPermission", "Sync-DkimDomain", "Test-DkimKeyPermission",
                "Test-DkimSigning", "Unregister-DkimDomain",
            ],
            takes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Enable-DkimSigning a.example")]
    [InlineData("Disable-DkimSigning a.example -Confirm:$false")]
    [InlineData("Test-DkimSigning a.example")]
    [InlineData("Initialize-DkimSigner")]
    [InlineData("Invoke-DkimRotation a.example")]
    [InlineData("Register-DkimDomain a.example")]
    [InlineData("Unregister-DkimDomain a.example -Confirm:$false")]
    public void Where_both_signers_are_installed_the_error_has_the_line_and_the_file(string command)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/opendkim") && File.Exists("/usr/bin/rspamd"), "both signers have to be installed");
        MakeKeys("mail._domainkey.a.example");
        File.WriteAllText(
            Sandbox.ConfigurationPath,
            File.ReadAllText(Sandbox.ConfigurationPath).Replace("\"type\": \"OpenDkim\",", "", StringComparison.Ordinal));

        var error = Run(command).Errors[0];

        Assert.StartsWith("SignerNotChosen,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Both OpenDKIM and Rspamd are installed and signer.type is not set.", error.ToString());
        var advice = error.ErrorDetails.RecommendedAction;
        Assert.All(
            [
                "-Signer OpenDkim",
                "\"signer\": { \"type\": \"OpenDkim\" }",
                Sandbox.ConfigurationPath,
                "Set-DkimConfiguration signer.type OpenDkim",
            ],
            part => Assert.Contains(part, advice, StringComparison.Ordinal));
        Assert.DoesNotContain(
            "SignerNotChosen",
            Run(command + " -Signer OpenDkim -WhatIf:$true").ErrorIds.Concat(Run("Get-DkimSigning -Signer OpenDkim").ErrorIds));
    }

    [Fact]
    public void Patterns_match_keys_of_the_store_where_signing_and_records_are_changed()
    {
        MakeKeys("mail._domainkey.a.example", "mail._domainkey.b.example", "s2._domainkey.b.example", "mail._domainkey.c.test");

        Assert.Equal(4, Run("Publish-DkimRecord *").Objects.Count);
        Assert.Equal(["s2"], Run("Publish-DkimRecord *.example s*, x*").Objects.Select(item => item.Properties["Selector"].Value));
        Assert.Equal(["SelectorAmbiguous"], Run("Unpublish-DkimRecord *.example -Confirm:$false").ErrorIds);
        Assert.Empty(Run("Enable-DkimSigning *.nowhere").Errors);
        Assert.Empty(Run("Disable-DkimSigning *.example -Confirm:$false").Errors);
        Assert.Equal(["StoreMissing"], Run("Enable-DkimSigning * -KeyDirectory /nope").ErrorIds);
    }

    [Theory]
    [InlineData("Test-DkimDns *")]
    [InlineData("Test-DkimDns * -Quiet")]
    [InlineData("Get-DkimKey *")]
    [InlineData("Get-DkimRecord *")]
    [InlineData("Test-DkimKeyPermission *")]
    [InlineData("Publish-DkimRecord *")]
    [InlineData("Remove-DkimKey *")]
    public void A_pattern_over_a_folder_that_does_not_exist_is_an_error(string command)
    {
        var error = Assert.Single(Run(command + " -KeyDirectory /nope").Errors);

        Assert.Equal(
            ("StoreMissing", ErrorCategory.ObjectNotFound, "/nope"),
            (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains("-KeyDirectory", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_file_that_does_not_exist_is_not_found()
    {
        var error = Assert.Single(Run("Get-DkimKey -ConfigurationPath /nonexistent/c.json").Errors);

        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("doesn't exist", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test-DkimDns a.example -WaitTimeout 5", "MissingMandatoryParameter")]
    [InlineData("Test-DkimDns a.example -Wait -WaitTimeout 0", "ParameterArgumentTransformationError")]
    public void A_limit_for_a_wait_needs_the_wait(string command, string id) => Assert.Equal([id], Run(command).ErrorIds);

    private static Type TypeOf(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType)
            ?? (property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType);
}
