namespace OpteriusDkim;

/// <summary>A session may have other versions of the packages that the module uses; both keep working.</summary>
public sealed class IsolationTests
{
    [Fact]
    public async Task Other_versions_of_DnsClient_and_BouncyCastle_in_the_session_do_not_conflict()
    {
        Assert.SkipWhen(NameServer.Missing is not null, NameServer.Missing ?? "");
        Assert.SkipWhen(!ResolverLines.Any(), "the system names no resolver");
        using var sample = new CheckedKey("-Algorithm Ed25519");
        using var server = NameServer.Start(sample.Sandbox.In("named"), ("example.com", sample.RecordText));
        var dnsClient = StandIn.Write(sample.Sandbox.Root, "DnsClient", "LookupClient");
        var bouncyCastle = StandIn.Write(sample.Sandbox.Root, "BouncyCastle.Cryptography", "Ed25519");
        var outcome = await ModuleProcess.RunAsync(sample.Sandbox, $$"""
            foreach ($path in '{{dnsClient}}', '{{bouncyCastle}}') { $null = [Reflection.Assembly]::LoadFrom($path) }
            "STATUS $((Test-DkimDns example.com -Server {{server.Address}}).Status)"
            "NOKEY $((Test-DkimDns none.example).Status)" # asks nobody, but lists the system's resolvers
            "KEY $((New-DkimKey example.org -Algorithm Ed25519).Algorithm)"
            "STANDIN $([DnsClient.LookupClient]::Greet())"
            foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
                if ($assembly.GetName().Name -in 'DnsClient', 'BouncyCastle.Cryptography') { "LOADED $($assembly.GetName().Name)" }
            }
            """);
        Assert.Empty(outcome.ErrorIds);
        Assert.Equal(["Verified"], outcome.Marked("STATUS "));
        Assert.Equal(["NotConfigured"], outcome.Marked("NOKEY "));
        Assert.Equal(["Ed25519"], outcome.Marked("KEY "));
        Assert.Equal([StandIn.Greeting], outcome.Marked("STANDIN "));
        Assert.Equal(
            ["BouncyCastle.Cryptography", "BouncyCastle.Cryptography", "DnsClient", "DnsClient"],
            outcome.Marked("LOADED ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_systems_resolvers_are_those_of_its_file_in_its_order()
    {
        Assert.SkipWhen(!ResolverLines.Any(), "the system names no resolver");
        Assert.Equal(ResolverLines, new SystemResolvers().Servers().Select(server => server.Address.ToString()));
    }

    [Fact]
    public async Task Core_is_loaded_once()
    {
        using var sandbox = new Sandbox();
        var outcome = await ModuleProcess.RunAsync(sandbox, """
            $null = New-DkimKey example.com -Algorithm Ed25519
            foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
                if ($assembly.GetName().Name -like 'OpteriusDkim.*') { "LOADED $($assembly.GetName().Name)" }
            }
            """);
        Assert.Equal(
            ["OpteriusDkim.Adapters", "OpteriusDkim.Cmdlets", "OpteriusDkim.Core"],
            outcome.Marked("LOADED ").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> ResolverLines => File.Exists("/etc/resolv.conf")
        ? File.ReadLines("/etc/resolv.conf").Where(line => line.StartsWith("nameserver ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1])
        : [];
}
