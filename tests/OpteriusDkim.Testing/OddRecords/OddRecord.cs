using System.Text.Json.Serialization;

namespace OpteriusDkim;

/// <summary>An odd record with our verdict, and each verifier's observed verdict on mail signed with its key.</summary>
/// <param name="Name">Its oddity.</param>
/// <param name="Record">Its text, with the placeholders of <see cref="OddKeys"/>; bytes over 127 as Latin-1.</param>
/// <param name="Findings">The codes of our findings, in their order.</param>
/// <param name="Valid">Whether we expect a strict verifier to accept it.</param>
/// <param name="OpenDkim">OpenDKIM's verdict: <c>accepts</c> or <c>refuses</c>.</param>
/// <param name="Later">Differing verdicts of later versions of the verifiers, by name and version.</param>
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
    /// <summary>The verdict of a verifier that accepted the record.</summary>
    public const string Accepts = "accepts";

    /// <summary>The verdict of a verifier that refused it.</summary>
    public const string Refuses = "refuses";

    /// <summary>The verifiers in the order of the table.</summary>
    public static IReadOnlyList<string> Verifiers { get; } = ["OpenDKIM", "Rspamd", "Mail::DKIM", "MimeKit", "dkimpy"];

    /// <summary>The codes of our findings.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Codes => Findings.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A verifier's verdict.</summary>
    public string VerdictOf(string verifier) => verifier switch
    {
        "OpenDKIM" => OpenDkim,
        "Rspamd" => Rspamd,
        "Mail::DKIM" => MailDkim,
        "MimeKit" => MimeKit,
        _ => DkimPy,
    };

    /// <summary>The row with a new verdict of a verifier.</summary>
    public OddRecord With(string verifier, string verdict) => verifier switch
    {
        "OpenDKIM" => this with { OpenDkim = verdict },
        "Rspamd" => this with { Rspamd = verdict },
        "Mail::DKIM" => this with { MailDkim = verdict },
        "MimeKit" => this with { MimeKit = verdict },
        _ => this with { DkimPy = verdict },
    };
}
