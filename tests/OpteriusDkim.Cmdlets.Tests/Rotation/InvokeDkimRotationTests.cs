using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

public sealed class InvokeDkimRotationTests : CmdletTest
{
    private const string Domain = "example.com";

    /// <summary>A resolver that never answers; queries remain in its buffer.</summary>
    private readonly UdpClient server = new(new IPEndPoint(IPAddress.Loopback, 0));

    public InvokeDkimRotationTests()
    {
        Sandbox.Configure($"\"dns\": {{ \"servers\": [\"{server.Client.LocalEndPoint}\"], \"timeout\": \"00:00:00.1\" }},");
        File.WriteAllText(
            Sandbox.OpenDkimConfiguration,
            $"UserID opendkim\nKeyTable {Sandbox.KeyTable}\nSigningTable refile:{Sandbox.In("SigningTable")}\n");
        File.WriteAllText(Sandbox.In("SigningTable"), "");
    }

    [Theory]
    [InlineData("", "NothingToRotate")]
    [InlineData("example.com -Algorithm Ed25519 -KeySize 2048", "KeySizeNotApplicable")]
    [InlineData("example.com -WaitTimeout 5", "WaitTimeoutWithoutWait")]
    [InlineData("-Due -WaitTimeout 5", "WaitTimeoutWithoutWait")]
    [InlineData("example.com -Abort -Wait:$false -WaitTimeout 5", "WaitTimeoutWithoutWait")]
    [InlineData("'not a domain'", "InvalidDomain")]
    [InlineData("example.com -NewSelector 'a b'", "InvalidSelector")]
    [InlineData("example.com", "RotationNothingSigns")]
    [InlineData("example.com -Abort -Confirm:$false", "NoRotation")]
    [InlineData("example.com -Compromised -Confirm:$false", "RotationNothingSigns")]
    public void An_impossible_rotation_is_an_error_and_leaves_nothing(string arguments, string id)
    {
        var outcome = Run($"Invoke-DkimRotation {arguments}");

        Assert.Equal([id], outcome.ErrorIds);
        Assert.Empty(outcome.Objects);
        Assert.NotEmpty(outcome.Errors[0].ErrorDetails.RecommendedAction);
        Assert.False(Directory.Exists(Path.Combine(Sandbox.State, "rotation")));
    }

    [Theory]
    [InlineData("example.com -Abort -Compromised")]
    [InlineData("-Due -Compromised")]
    [InlineData("-Due -Abort")]
    [InlineData("-Due -NewSelector next")]
    [InlineData("-Due -Selector mail")]
    [InlineData("-Due -Algorithm Rsa")]
    [InlineData("-Due -KeySize 4096")]
    [InlineData("-Due -Force")]
    [InlineData("example.com -IncludeManual", "MissingMandatoryParameter")]
    [InlineData("example.com -Abort -IncludeManual")]
    [InlineData("example.com -Abort -NewSelector next")]
    [InlineData("example.com -Abort -Algorithm Rsa")]
    [InlineData("example.com -Abort -KeySize 4096")]
    [InlineData("example.com -Abort -Force")]
    public void Incompatible_parameters_share_no_parameter_set(string arguments, string id = "AmbiguousParameterSet") =>
        Assert.Equal([id], Run($"Invoke-DkimRotation {arguments} -WhatIf").ErrorIds);

    [Theory]
    [InlineData("")]
    [InlineData("-Wait")]
    [InlineData("-Wait -WaitTimeout 5 -NewSelector next -Algorithm Rsa -KeySize 2048 -Force")]
    [InlineData("-Due")]
    [InlineData("-Due -IncludeManual -Wait -WaitTimeout 5")]
    [InlineData("-Compromised")]
    [InlineData("-Compromised -Wait -NewSelector next")]
    [InlineData("-Abort")]
    [InlineData("-Abort -Wait -WaitTimeout 5")]
    public void Compatible_parameters_bind_as_arguments_and_from_the_pipeline(string arguments)
    {
        MakeKeys($"mail._domainkey.{Domain}");
        Sign(Domain, "mail");

        foreach (var call in (string[])
        [
            $"Invoke-DkimRotation -Domain {Domain} {arguments} -WhatIf",
            $"Get-DkimKey | Invoke-DkimRotation {arguments} -WhatIf",
        ])
        {
            Assert.Equal(arguments.Contains("-Abort", StringComparison.Ordinal) ? ["NoRotation"] : [], Run(call).ErrorIds);
        }
    }

    [Fact]
    public void A_linked_folder_is_the_same_error_with_WhatIf()
    {
        MakeKeys($"mail._domainkey.{Domain}");
        Sign(Domain, "mail");
        var folder = Path.Combine(Sandbox.Keys, Domain);
        Directory.Move(folder, Sandbox.In("moved"));
        Directory.CreateSymbolicLink(folder, Sandbox.In("moved"));

        Assert.Equal(["LinkedFolder"], Run($"Invoke-DkimRotation {Domain} -WhatIf").ErrorIds);
        Assert.Equal(["LinkedFolder"], Run($"Invoke-DkimRotation {Domain}").ErrorIds);
    }

    [Fact]
    public void Without_a_terminal_a_destructive_command_explains_how_to_confirm_it()
    {
        MakeKeys($"mail._domainkey.{Domain}");
        Sign(Domain, "mail");

        Assert.Equal(["ConfirmationNeeded"], Run($"Invoke-DkimRotation {Domain} -Compromised").ErrorIds);
        Assert.Equal(["ConfirmationNeeded"], Run($"Invoke-DkimRotation {Domain} -Abort").ErrorIds);
    }

    [Fact]
    public void Several_keys_that_sign_need_a_selector_and_one_that_does_not_sign_is_refused()
    {
        MakeKeys($"mail._domainkey.{Domain}", $"other._domainkey.{Domain}");
        Sign(Domain, "mail");

        Assert.Equal(["RotationSelectorNotSigning"], Run($"Invoke-DkimRotation {Domain} other").ErrorIds);
        Assert.Equal(["NewSelectorTaken"], Run($"Invoke-DkimRotation {Domain} -NewSelector other").ErrorIds);
        Assert.Equal(["KeySizeNotApplicable"], Run($"Invoke-DkimRotation {Domain} -KeySize 4096").ErrorIds);

        // Both keys arrive through the pipeline; the signing key is chosen.
        Assert.Equal("mail", Run($"Get-DkimKey {Domain} | Invoke-DkimRotation -WhatIf")["OldSelector"]);
    }

    [Fact]
    public void A_key_that_signs_and_is_not_in_the_store_is_refused()
    {
        MakeKeys($"mail._domainkey.{Domain}");
        File.WriteAllText(Sandbox.KeyTable, $"mail._domainkey.{Domain} {Domain}:mail:/etc/elsewhere/mail.private\n");
        File.WriteAllText(Sandbox.In("SigningTable"), $"*@{Domain} mail._domainkey.{Domain}\n");

        Assert.Equal(["RotationKeyNotInStore"], Run($"Invoke-DkimRotation {Domain}").ErrorIds);
    }

    [Fact]
    public void WhatIf_gives_the_plan_and_writes_nothing()
    {
        MakeKeys($"mail._domainkey.{Domain}");
        Sign(Domain, "mail");
        Directory.Delete(Sandbox.State, recursive: true);
        var before = Tree();

        var outcome = Run($"Invoke-DkimRotation {Domain} -Algorithm Rsa -KeySize 4096 -WhatIf");

        Assert.Empty(outcome.Errors);
        Assert.Equal(("mail", "mail2"), (outcome["OldSelector"], outcome["NewSelector"]));
        var plan = (IReadOnlyList<DkimRotationStep>)outcome["Plan"]!;
        Assert.Equal(
            [RotationPhase.Prepared, RotationPhase.Published, RotationPhase.Proven, RotationPhase.Draining, RotationPhase.Completed],
            plan.Select(step => step.Phase));
        Assert.Contains("RSA 4096", plan[0].Action, StringComparison.Ordinal);
        Assert.Contains("You publish", plan[1].Action, StringComparison.Ordinal);
        Assert.Null(plan[4].NotBefore);
        Assert.Equal(before, Tree());
    }

    [Fact]
    public void Due_with_nothing_to_do_queries_no_server_and_creates_nothing()
    {
        MakeKeys($"mail._domainkey.{Domain}", "mail._domainkey.example.org");
        Sign(Domain, "mail");
        Directory.Delete(Sandbox.State, recursive: true);
        var before = Tree();

        var outcome = Run("Invoke-DkimRotation -Due");

        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Objects);
        Assert.Equal(0, server.Available);
        Assert.Equal(before, Tree());
    }

    [Fact]
    public void A_manual_key_that_is_due_is_reported_and_one_that_signs_nothing_is_not()
    {
        MakeKeys($"mail._domainkey.{Domain}", "mail._domainkey.example.org");
        Sign(Domain, "mail");
        foreach (var domain in (string[])[Domain, "example.org"])
        {
            File.SetLastWriteTimeUtc(Path.Combine(Sandbox.Keys, domain, "mail.private"), DateTime.UtcNow.AddDays(-190));
        }

        var outcome = Run("Invoke-DkimRotation -Due");

        Assert.Equal((Domain, "Person", null), (outcome["Domain"], outcome["WaitingFor"]!.ToString(), outcome["NewSelector"]));
        Assert.Equal("RotationDue", Assert.Single((IReadOnlyList<DkimFinding>)outcome["Findings"]!).Code);
        Assert.Equal(0, server.Available);
        Assert.Empty(Run("Invoke-DkimRotation -Due -Domain example.org").Objects);
    }

    protected override void Dispose(bool disposing)
    {
        server.Dispose();
        base.Dispose(disposing);
    }

    private void Sign(string domain, string selector)
    {
        File.WriteAllText(
            Sandbox.KeyTable,
            $"{selector}._domainkey.{domain} {domain}:{selector}:{Path.Combine(Sandbox.Keys, domain, selector)}.private\n");
        File.WriteAllText(Sandbox.In("SigningTable"), $"*@{domain} {selector}._domainkey.{domain}\n");
    }

    private string[] Tree() =>
    [
        .. Directory.EnumerateFileSystemEntries(Sandbox.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}"),
    ];
}
