namespace OpteriusDkim.Tests;

/// <summary>Names of records from their two texts.</summary>
internal static class SampleName
{
    public static RecordName Mail { get; } = Of("example.com", "mail");

    public static RecordName Of(string domain, string selector) => new(DomainName.Parse(domain), Selector.Parse(selector));

    /// <summary>A domain of the given length.</summary>
    public static string DomainOfLength(int length)
    {
        var labels = new List<string>();
        for (var rest = length; rest > 0; rest -= 62)
        {
            labels.Add(new string('a', Math.Min(rest, 61)));
        }

        var domain = string.Join('.', labels);
        return domain.PadLeft(length, 'b');
    }
}
