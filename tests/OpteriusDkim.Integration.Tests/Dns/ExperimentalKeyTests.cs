using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>A key of 1,312 bytes (ML-DSA-44), whose record doesn't fit a UDP answer, against BIND.</summary>
public sealed class ExperimentalKeyTests : IDisposable
{
    private const int KeyBytes = 1312;

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;

    public ExperimentalKeyTests()
    {
        Assert.SkipWhen(NameServer.Missing is not null, NameServer.Missing ?? "");
        session = new ModuleSession(sandbox);
    }

    public void Dispose()
    {
        session?.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public void The_whole_record_arrives_by_TCP_and_after_a_truncated_answer()
    {
        var text = "v=DKIM1; k=mldsa44; p=" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
        var strings = string.Join(' ', text.Chunk(255).Select(part => $"\"{new string(part)}\""));
        using var server = NameServer.Start(sandbox.In("bind"), ("example.com", $"mail._domainkey TXT ( {strings} )"));

        foreach (var parameter in new[] { "-Tcp", "" })
        {
            var answer = session.Run($"Resolve-DkimRecord example.com mail -Server {server.Address} {parameter}");

            Assert.Empty(answer.Errors);
            Assert.Equal("Found", answer["Outcome"]!.ToString());
            Assert.Equal(text, string.Concat(((IEnumerable)answer["Strings"]!).Cast<object>()));
            var record = PSObject.AsPSObject(answer["Record"]!);
            Assert.Equal(false, record.Properties["IsValid"].Value);
            var findings = ((IEnumerable)record.Properties["Findings"].Value).Cast<object>().Select(PSObject.AsPSObject);
            Assert.Contains("ExperimentalKeyType", findings.Select(finding => finding.Properties["Code"].Value));
        }
    }
}
