namespace OpteriusDkim.Tests;

/// <summary>
/// The environment of one domain's rotation in simulated time, with all failures, and the checks that must
/// always hold: it tracks what every receiver's cache may hold, and which key signed when.
/// </summary>
internal sealed partial class SimWorld
{
    /// <summary>How long an open connection of a signer continues with the old key.</summary>
    public const int OpenConnection = 300;

    private static readonly DateTime Epoch = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Dictionary<string, long> signedUntil = [];
    private readonly Dictionary<string, long> retiredAt = [];
    private readonly PlannerFault fault;
    private readonly List<string>? trace;
    private byte[]? journal;

    public SimWorld(int seed, PlannerFault fault, List<string>? trace)
    {
        Random = new Random(seed);
        this.fault = fault;
        this.trace = trace;
        Zone = new SimZone(Random.Next(1, 4), Pick(60, 300, 3600, 10800), Pick(3600, 86400)) { AnswerTime = Random.Next(Pick(2, 20)) };
        Zone.Current.ForEach(server => server.Lag = Random.Next(3) == 0 ? Random.Next(7200) : Random.Next(30));
        Daemons = [.. Enumerable.Range(0, Random.Next(1, 3)).Select(_ => new SimDaemon("mail"))];
        Manual = Random.Next(2) == 0;
        MaximumTransit = Pick(3600, 86400, 5 * 86400);
        Policy = new RotationPolicy
        {
            Ttl = Pick(300, 3600),
            Manual = Manual,
            Drain = TimeSpan.FromSeconds(fault == PlannerFault.ShortDrain ? MaximumTransit / 2 : MaximumTransit + OpenConnection),
            Retire = Random.Next(3) == 0 ? RetireMode.Revoke : RetireMode.Remove,
            Key = new KeyParameters(DkimKeyAlgorithm.Ed25519, 256),
        };
        foreach (var selector in new[] { "mail", "other" })
        {
            Stored.Add(selector, KeyOf(selector));
            Zone.Current.ForEach(server => server.Set(selector, long.MinValue / 2, new SimContent(SimKind.Key, 3600)));
        }

        Ports = new RotationPorts(this, this, this, this, this);
    }

    public Random Random { get; }

    public SimZone Zone { get; }

    public List<SimDaemon> Daemons { get; }

    public RotationPolicy Policy { get; private set; }

    public RotationPorts Ports { get; }

    public bool Manual { get; }

    /// <summary>The maximum time of mail in transit, in seconds.</summary>
    public long MaximumTransit { get; }

    public long Now { get; set; }

    /// <summary>The seconds that the wall clock is ahead.</summary>
    public long Skew { get; set; }

    public int Boots { get; private set; }

    private long BootedAt { get; set; }

    /// <summary>The selector that the tables name; null for none.</summary>
    public string? Tables { get; set; } = "mail";

    public Dictionary<string, RotationKey> Stored { get; } = [];

    /// <summary>Selectors of the keys that rotation generated.</summary>
    public HashSet<string> Generated { get; } = [];

    /// <summary>Selectors that a rotation was to replace.</summary>
    public HashSet<string> Replaced { get; } = [];

    /// <summary>Whether a user declared a key compromised.</summary>
    public bool CompromiseAsked { get; set; }

    public HashSet<string> Compromised { get; } = [];

    /// <summary>Until when external changes of a record can't be observed.</summary>
    public Dictionary<string, long> UnobservableUntil { get; } = [];

    /// <summary>Whether failures are injected.</summary>
    public bool Chaos { get; set; } = true;

    /// <summary>Whether the zone was observed since its last change.</summary>
    public bool Observed { get; set; }

    public Journal Journal { get; private set; } = new("example.com");

    public int Steps { get; private set; }

    public static DomainName Domain { get; } = DomainName.Parse("example.com");

    /// <summary>What each line of the trace begins with, to tell domains apart.</summary>
    public string Label { get; init; } = "";

    public void Trace(string message) => trace?.Add($"{Label}{Now,9} {message}");

    public bool Chance(double probability) => Chaos && Random.NextDouble() < probability;

    public T Pick<T>(params T[] values) => values[Random.Next(values.Length)];

    public void Reboot()
    {
        Boots++;
        BootedAt = Now;
        Skew = 0;
    }

    /// <summary>The primary's content.</summary>
    public SimContent Primary(string selector) => Zone.Current[0].At(selector, long.MaxValue);

    /// <summary>Removes or replaces a key's record on behalf of rotation.</summary>
    public void Retire(string selector, SimContent content)
    {
        if (Primary(selector).Kind == SimKind.Foreign)
        {
            throw new SimViolation($"the foreign record at {selector} is removed");
        }

        if (!Compromised.Contains(selector))
        {
            if (Daemons.Any(daemon => daemon.Loaded == selector))
            {
                throw new SimViolation($"the record of {selector} is removed while a signer uses it");
            }

            if (signedUntil.TryGetValue(selector, out var until) && until + MaximumTransit > Now)
            {
                throw new SimViolation(
                    $"the record of {selector} is removed at {Now}, and mail signed until {until} may be on "
                    + $"its way until {until + MaximumTransit}");
            }
        }

        Trace($"dns: {selector} becomes {content.Kind}");
        retiredAt[selector] = Now;
        Zone.Set(selector, Now, content);
    }

    /// <summary>A signer loads the key that the tables name.</summary>
    public void Load(SimDaemon daemon, bool restart)
    {
        if (daemon.Down || (daemon.Loaded == Tables && daemon.LoadedKey == IdentityOf(Tables)))
        {
            return;
        }

        if (daemon.Loaded is { } before)
        {
            signedUntil[before] = Math.Max(signedUntil.GetValueOrDefault(before, long.MinValue), Now + (restart ? 0 : OpenConnection));
        }

        daemon.Loaded = Tables;
        daemon.LoadedKey = IdentityOf(Tables);
        daemon.Stale = false;
        Trace($"signer {Daemons.IndexOf(daemon)} uses {Tables ?? "nothing"}");
    }

    /// <summary>A user reloads the signers, except one with an unnoticed wrong key.</summary>
    public void LoadAll() => Daemons.Where(daemon => !daemon.Stale).ToList().ForEach(daemon => Load(daemon, restart: false));

    /// <summary>A signer loads a wrong key.</summary>
    public void LoadStale(SimDaemon daemon, string selector)
    {
        if (daemon.Loaded is { } before)
        {
            signedUntil[before] = Math.Max(signedUntil.GetValueOrDefault(before, long.MinValue), Now);
        }

        daemon.Loaded = selector;
        daemon.LoadedKey = IdentityOf(selector);
        daemon.Stale = true;
    }

    public static RotationKey KeyOf(string selector, int number = 0)
    {
        var bytes = new byte[32];
        System.Text.Encoding.ASCII.GetBytes(number == 0 ? selector : $"{selector}#{number}", bytes);
        return new RotationKey(selector, DkimKeyAlgorithm.Ed25519, Convert.ToBase64String(bytes));
    }

    /// <summary>The process may be killed here.</summary>
    private void MayCrash(string where)
    {
        if (Chance(0.02))
        {
            Trace($"killed: {where}");
            throw new SimCrash();
        }
    }

    /// <summary>A server that is still going to lose the record by a removal of ours.</summary>
    private SimServer? LosingRecord(string selector) => retiredAt.TryGetValue(selector, out var at)
        ? Zone.Current.Find(server => server.Expects(selector, at, Now)) : null;

    /// <summary>Checks that a switch of ours breaks no mail.</summary>
    private void CheckSwitch(string? to)
    {
        if (to is null)
        {
            if (Journal.Current is not ({ Compromised: true } or { EndsUnsigned: true }) || (!CompromiseAsked && !StopAsked))
            {
                throw new SimViolation("signing is stopped");
            }

            return;
        }

        if (isLife && Daemons.TrueForAll(daemon => Uses(daemon, to)))
        {
            // It signed with this key before.
            return;
        }

        var why = Journal.Current is { Compromised: true }
            ? Zone.Current.Where(server => server.DeadSince is null && !IsCurrent(to, server.At(to, Now))).Select(server => server.Name)
                .FirstOrDefault()
            : UnobservableUntil.GetValueOrDefault(to, long.MinValue) > Now ? null : WhyNotSeen(to);
        why ??= LosingRecord(to) is { } losing ? $"{losing.Name} is still going to lose its record" : null;
        if (why is not null)
        {
            throw new SimViolation($"the signer is switched to {to} at {Now}, and {why}");
        }
    }
}
