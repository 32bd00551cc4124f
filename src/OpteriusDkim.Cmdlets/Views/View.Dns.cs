using System.Text;

namespace OpteriusDkim;

/// <content>DNS tests.</content>
public static partial class View
{
    /// <summary>A test: its status and findings.</summary>
    private static string Test(ShownObject test, int width)
    {
        var name = test.Text(nameof(DkimDnsTest.Name)) ?? Domain(test.Text(nameof(DkimDnsTest.Domain)));
        var text = new StringBuilder($"{Bright}{name}{Reset}  {Status(test)}");
        var servers = test.Objects(nameof(DkimDnsTest.Servers));
        foreach (var server in servers.Count > 1 ? servers : [])
        {
            text.Append('\n').Append(Indent).Append(Server(server));
        }

        return text.Append(test.Objects(nameof(DkimDnsTest.Findings)), width).ToString();
    }

    /// <summary>A server's answer on one line.</summary>
    private static string Server(ShownObject answer)
    {
        var ttl = answer.Text(nameof(DkimDnsAnswer.Ttl));
        return answer.Text(nameof(DkimDnsAnswer.Outcome)) is { } outcome
            ? $"{ServerOf(answer)}: {outcome}{(ttl is null ? "" : ", TTL " + ttl)}"
            : answer.ToString();
    }
}
