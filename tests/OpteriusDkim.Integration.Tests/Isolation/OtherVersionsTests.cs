namespace OpteriusDkim;

/// <summary>A session that has other versions of all packages that the module ships.</summary>
public sealed class OtherVersionsTests
{
    private const string Shipped = "'ARSoft.Tools.Net', 'BouncyCastle.Cryptography', 'DnsClient', 'MimeKit', 'StackExchange.Redis'";

    [Fact]
    public async Task Records_keys_and_signatures_work_with_the_modules_own_packages()
    {
        var missing = NameServer.Missing ?? OpenDkimHost.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        using var sample = new CheckedKey("");
        using var zone = UpdatableZone.Start(sample.Sandbox.In("named"), ("example.com", ""));
        sample.Sandbox.Configure(zone.Settings);
        var signingTable = sample.Sandbox.In("SigningTable");
        await File.WriteAllTextAsync(sample.Sandbox.KeyTable, $"mail example.com:mail:{sample.Key.PrivateKeyPath}\n", Token);
        await File.WriteAllTextAsync(signingTable, "*@example.com mail\n", Token);
        await File.AppendAllTextAsync(sample.Sandbox.OpenDkimConfiguration, $"SigningTable refile:{signingTable}\n", Token);

        var outcome = await ModuleProcess.RunAsync(sample.Sandbox, $$"""
            {{LoadOthers(sample.Sandbox)}}
            $null = Publish-DkimRecord example.com -Confirm:$false
            "STATUS $((Test-DkimDns example.com).Status)"
            "SIGNED $((Test-DkimSigning example.com)[0].MatchesStore)"
            "KEY $((New-DkimKey example.org -Algorithm Ed25519).Algorithm)"
            {{ListVersions}}
            """);

        Assert.Empty(outcome.ErrorIds);
        Assert.Equal(["Verified"], outcome.Marked("STATUS "));
        Assert.Equal(["True"], outcome.Marked("SIGNED "));
        Assert.Equal(["Ed25519"], outcome.Marked("KEY "));
        Assert.Equal(
            ["ARSoft.Tools.Net 2", "BouncyCastle.Cryptography 2", "DnsClient 2", "MimeKit 2", "StackExchange.Redis 1"],
            outcome.Marked("LOADED "));
    }

    [Fact]
    public async Task Rspamds_keys_in_Redis_are_listed_with_the_modules_own_package()
    {
        var missing = RspamdHost.Missing ?? RedisHost.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        using var sandbox = new Sandbox();
        using var host = new RspamdHost(sandbox);
        using var redis = await RedisHost.StartAsync();
        using var sample = new CheckedKey("");
        _ = await redis.AskAsync("HSET", "DKIM_KEYS", "mail.a.com", await File.ReadAllTextAsync(sample.Key.PrivateKeyPath!, Token));
        await File.WriteAllTextAsync(
            host.LocalFile,
            $"use_redis = true; selector = \"mail\"; servers = \"{redis.Address}\"; password = \"{RedisHost.Password}\";\n",
            Token);

        var outcome = await ModuleProcess.RunAsync(sandbox, $$"""
            {{LoadOthers(sandbox)}}
            foreach ($entry in Get-DkimSigning) { "ENTRY $($entry.Domain) $($entry.Source)" }
            {{ListVersions}}
            """);

        Assert.Empty(outcome.ErrorIds);
        Assert.Equal([$"a.com Redis {redis.Address}, DKIM_KEYS"], outcome.Marked("ENTRY "));
        Assert.Contains("StackExchange.Redis 2", outcome.Marked("LOADED "));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Lists how many assemblies of each name the process has.</summary>
    private static string ListVersions => $$"""
        foreach ($group in [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in {{Shipped}} } |
            Group-Object { $_.GetName().Name } | Sort-Object Name) { "LOADED $($group.Name) $($group.Count)" }
        """;

    private static string LoadOthers(Sandbox sandbox) => string.Join('\n', OtherVersions.Paths(sandbox).Select(path =>
        $"$null = [Reflection.Assembly]::LoadFrom('{path}')"));
}
