using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <content>Values for table columns and list lines.</content>
public static partial class View
{
    /// <summary>The status, in green, yellow or red.</summary>
    /// <param name="test">The test.</param>
    public static string Status(PSObject test) => Status(new ShownObject(test));

    /// <summary>A time in UTC, for example <c>2026-11-26 16:30:00Z</c>.</summary>
    /// <param name="time">The time; null shows nothing.</param>
    public static string Time(object? time) => time switch
    {
        PSObject wrapped => Time(wrapped.BaseObject),
        DateTime known => known.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>Text from DNS, or a list of texts, with control characters escaped.</summary>
    /// <param name="value">The value.</param>
    public static object? Clean(object? value) => value switch
    {
        PSObject wrapped => Clean(wrapped.BaseObject),
        string text => PrintableText.Clean(text),
        IEnumerable list => list.Cast<object?>().Select(item => PrintableText.Clean(item?.ToString() ?? "")).ToArray(),
        _ => value,
    };

    /// <summary>A domain in A-labels, and in Unicode if that differs.</summary>
    /// <param name="domain">The domain; null shows nothing.</param>
    public static string Domain(string? domain) =>
        DomainName.TryParse(domain, out var name) && name.Unicode != name.Value
            ? $"{name.Value} ({name.Unicode})"
            : PrintableText.Clean(domain ?? "");

    /// <summary>A key's algorithm and size.</summary>
    /// <param name="key">The key.</param>
    public static string Kind(PSObject key) => Kind(new ShownObject(key));

    /// <summary>The server of an answer: the name, for a zone's server, and the address.</summary>
    /// <param name="answer">The answer.</param>
    public static string ServerOf(PSObject answer) => ServerOf(new ShownObject(answer));

    /// <summary>A setting's value on one line.</summary>
    /// <param name="setting">The setting.</param>
    public static string Value(PSObject setting)
    {
        var value = setting.Properties[nameof(DkimSetting.Value)]?.Value;
        return (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            null => "",
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            IEnumerable list and not string => string.Join(", ", ((IEnumerable<string>)Clean(list)!).ToArray()),
            var one => PrintableText.Clean(Convert.ToString(one, CultureInfo.InvariantCulture) ?? ""),
        };
    }

    private static string Kind(ShownObject key) => key.Is(nameof(DkimKey.Algorithm), DkimKeyAlgorithm.Rsa)
        ? $"RSA {key.Text(nameof(DkimKey.KeySize))}"
        : key.Text(nameof(DkimKey.Algorithm)) ?? "";

    private static string Status(ShownObject test)
    {
        var colour = test.Text(nameof(DkimDnsTest.Status)) switch
        {
            nameof(DkimDnsStatus.Verified) => Green,
            nameof(DkimDnsStatus.Mismatch) => Red,
            _ => Yellow,
        };
        return colour + test.Text(nameof(DkimDnsTest.StatusText)) + Reset;
    }

    private static string ServerOf(ShownObject answer)
    {
        var server = answer.Text(nameof(DkimDnsAnswer.Server)) ?? answer.ToString();
        var name = answer.Text(nameof(DkimDnsAnswer.ServerName));
        return name is null || name == server ? server : $"{name} ({server})";
    }
}
