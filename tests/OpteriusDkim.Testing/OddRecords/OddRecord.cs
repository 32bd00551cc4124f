using System.Text.Json.Serialization;

namespace OpteriusDkim;

/// <summary>One odd record: what we say of it, and what each judge was seen to do with mail signed by its key.</summary>
/// <param name="Name">What is odd.</param>
/// <param name="Record">Its text, with keys as <see cref="OddKeys"/> writes them; bytes over 127 as Latin-1.</param>
/// <param name="Findings">The codes of our findings, in their order.</param>
/// <param name="Valid">Whether a strict verifier would take it, as we say.</param>
/// <param name="OpenDkim">What OpenDKIM did: <c>accepts</c> or <c>refuses</c>.</param>
/// <param name="Later">What later versions of the judges did, by name and version, where it was something else.</param>
public sealed record OddRecord(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("record")] string Record,
    [property: JsonPropertyName("findings")] string Findings,
    [property: JsonPropertyName("valid")] bool Valid,
    [property: JsonPropertyName("OpenDKIM")] string OpenDkim,
    [property: JsonPropertyName("Rspamd")] string Rspamd,
    [property: JsonPropertyName("Mail::DKIM")] string MailDkim,
    [property: JsonPropertyName("MimeKit")] string MimeKit,
    [property: JsonPropertyName("dkimpy")] string DkimPy,
    [property: JsonPropertyName("later"), JsonIgnore(
        Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Later = null)
{
    /// <summary>What a judge that accepted the record did.</summary>
    public const string Accepts = "accepts";

    /// <summary>What a judge that refused it did.</summary>
    public const string Refuses = "refuses";

    /// <summary>The judges in the order of the table.</summary>
    public static IReadOnlyList<string> Judges { get; } = ["OpenDKIM", "Rspamd", "Mail::DKIM", "MimeKit", "dkimpy"];

    /// <summary>The codes of our findings.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Codes => Findings.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a judge did.</summary>
    public string VerdictOf(string judge) => judge switch
    {
        "OpenDKIM" => OpenDkim,
        "Rspamd" => Rspamd,
        "Mail::DKIM" => MailDkim,
        "MimeKit" => MimeKit,
        _ => DkimPy,
    };

    /// <summary>The row with what a judge did now.</summary>
    public OddRecord With(string judge, string verdict) => judge switch
    {
        "OpenDKIM" => this with { OpenDkim = verdict },
        "Rspamd" => this with { Rspamd = verdict },
        "Mail::DKIM" => this with { MailDkim = verdict },
        "MimeKit" => this with { MimeKit = verdict },
        _ => this with { DkimPy = verdict },
    };
}
