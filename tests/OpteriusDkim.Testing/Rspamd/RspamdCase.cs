using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpteriusDkim;

/// <summary>
/// A configuration of Rspamd's dkim_signing, and what each daemon version signs with it. In all texts <c>@@</c> is the folder of the
/// configuration; below it <c>k/a.key</c> and <c>k/b.key</c> are valid RSA keys.
/// </summary>
public sealed record RspamdCase
{
    /// <summary>The ways in which the messages of a case arrive.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["host", "user", "name", "other", "bounce", "forwarded"];

    /// <summary>Its subject.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The text of local.d/dkim_signing.conf.</summary>
    [JsonPropertyName("local")]
    public required string Local { get; init; }

    /// <summary>The text of override.d/dkim_signing.conf.</summary>
    [JsonPropertyName("override")]
    public string Override { get; init; } = "";

    /// <summary>Text at the end of rspamd.conf.</summary>
    [JsonPropertyName("extra")]
    public string Extra { get; init; } = "";

    /// <summary>Other files by their path; the content KEY is a copy of a.key.</summary>
    [JsonPropertyName("files")]
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The section in configdump's form, without packaged defaults; the same for all versions.</summary>
    [JsonPropertyName("section")]
    public required JsonElement Section { get; init; }

    /// <summary>
    /// By version, sender domain and way: the record names of the signatures, sorted and separated by spaces.
    /// </summary>
    [JsonPropertyName("verdicts")]
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Verdicts { get; init; }

    /// <summary>A text of the case with the folder filled in.</summary>
    public static string In(string text, string folder) => text.Replace("@@", folder, StringComparison.Ordinal);

    /// <summary>The verdict on mail.</summary>
    public string VerdictOf(string version, string domain, string way) => Verdicts[version][domain].GetValueOrDefault(way, "");

    public override string ToString() => Name;
}
