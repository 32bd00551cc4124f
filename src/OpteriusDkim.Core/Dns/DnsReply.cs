namespace OpteriusDkim.Dns;

/// <summary>What came of a question: an answer, or the way in which there was none.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Outcome">
/// <see cref="DnsOutcome.Found"/> where there are records of the type at the end of the aliases, and
/// <see cref="DnsOutcome.NoData"/> where the answer has none of them: an alias that ends elsewhere, or a referral.
/// </param>
internal sealed record DnsReply(DnsQuestion Question, DnsOutcome Outcome)
{
    /// <summary>The answer section, in its order.</summary>
    public IReadOnlyList<DnsResource> Answers { get; init; } = [];

    /// <summary>The authority section.</summary>
    public IReadOnlyList<DnsResource> Authorities { get; init; } = [];

    /// <summary>The additional section.</summary>
    public IReadOnlyList<DnsResource> Additionals { get; init; } = [];

    /// <summary>Whether the server speaks for the zone (the AA bit).</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>Whether the server says that DNSSEC proved it (the AD bit).</summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>For people: an error code, or what went wrong.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether this host has no way to an address of this kind, as where it has no IPv6.</summary>
    public bool NoRoute { get; init; }

    /// <summary>Whether the server failed because DNSSEC disproves what it found: without the check it answers.</summary>
    public bool Disproved { get; init; }

    /// <summary>Whether the server said something about the name: what it has, or that it has nothing.</summary>
    public bool IsAnswer => Outcome is DnsOutcome.Found or DnsOutcome.NoSuchName or DnsOutcome.NoData;

    /// <summary>Whether anything came back from the server.</summary>
    public bool WasReceived => Outcome is not (DnsOutcome.Timeout or DnsOutcome.Unreachable);

    /// <summary>The records of a type in the answer.</summary>
    /// <param name="type">The type.</param>
    public IEnumerable<DnsResource> AnswersOf(DnsRecordType type) => Answers.Where(record => record.Type == type);

    /// <summary>The records of the type that was asked for at a name.</summary>
    /// <param name="name">The name.</param>
    public IEnumerable<DnsResource> RecordsAt(string name) => AnswersOf(Question.Type).Where(record => record.Name == name);

    /// <summary>The outcome for the name at the end of the aliases.</summary>
    /// <param name="end">The name.</param>
    public DnsOutcome OutcomeAt(string end) => this switch
    {
        { IsAnswer: false } => Outcome,
        _ when RecordsAt(end).Any() => DnsOutcome.Found,
        { Outcome: DnsOutcome.NoSuchName } => DnsOutcome.NoSuchName,
        _ => DnsOutcome.NoData,
    };

    /// <summary>The target of a name's alias in the answer, or null.</summary>
    /// <param name="name">The name.</param>
    public string? AliasOf(string name) => AnswersOf(DnsRecordType.Cname).FirstOrDefault(record => record.Name == name)?.Target;

    /// <summary>The owner of a DNAME in the answer that a name lies below, or null.</summary>
    /// <param name="name">The name.</param>
    public string? RedirectionOf(string name) => AnswersOf(DnsRecordType.Dname)
        .FirstOrDefault(record => name.EndsWith("." + record.Name, StringComparison.Ordinal))?.Name;

    /// <summary>The SOA that comes with a negative answer, or null.</summary>
    public DnsResource? Authority => Authorities.FirstOrDefault(record => record.Type == DnsRecordType.Soa);

    /// <summary>
    /// The apex of the zone that the answer shows to be responsible: the owner of the SOA or NS beside it, or who signed
    /// it; null where it shows none.
    /// </summary>
    public string? Zone => Authorities.FirstOrDefault(record => record.Type is DnsRecordType.Soa or DnsRecordType.Ns)?.Name
        ?? Answers.FirstOrDefault(record => record.Type == DnsRecordType.Rrsig)?.Target;
}
