namespace OpteriusDkim.Tests;

/// <summary>A host with several domains that follows a list, each in a world of its own, while the list changes and breaks.</summary>
internal sealed class SimHost : IJournals
{
    private const int LongestCalm = 150;
    private const int MostDomains = 3;

    private readonly Random random;
    private readonly List<string>? trace;
    private readonly Dictionary<DomainName, SimHistory> domains = [];
    private readonly HashSet<DomainName> bystanders =
        [.. Enumerable.Range(0, 12).Select(number => DomainName.Parse($"bystander{number}.example"))];

    private HashSet<DomainName> list = [];

    private SimHost(int seed, PlannerFault fault, List<string>? trace)
    {
        random = new Random(seed);
        this.trace = trace;
        for (var i = random.Next(MostDomains); i >= 0; i--)
        {
            var name = DomainName.Parse($"d{i}.example");
            domains[name] = SimHistory.Begin(random.Next(), fault, trace, $"{name} ");
        }
    }

    /// <summary>Plays a history.</summary>
    /// <exception cref="SimViolation">A safety rule was violated.</exception>
    public static SimHistory[] Play(int seed, PlannerFault fault = PlannerFault.None, List<string>? trace = null)
    {
        var host = new SimHost(seed, fault, trace);
        host.Play();
        return [.. host.domains.Values];
    }

    public IEnumerable<DomainName> Domains() => domains.Keys;

    public Journal Read(DomainName domain) =>
        domains.TryGetValue(domain, out var history) ? history.Journal : new Journal(domain.Value);

    public Task<IDisposable> LockAsync(DomainName domain, IProgressLog log, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public void Write(Journal journal) => throw new NotSupportedException();

    private void Play()
    {
        list = [.. bystanders, .. domains.Keys.Where(_ => random.Next(3) > 0)];
        var length = random.Next(8, 24) * domains.Count;
        for (var i = 0; i < length; i++)
        {
            switch (random.Next(14))
            {
                case < 2:
                    ChangeList();
                    break;
                case < 4:
                    Synchronize(removes: random.Next(4) > 0);
                    break;
                case 4:
                    SynchronizeWithBrokenList();
                    break;
                default:
                    Pick(domains.Values).Happen();
                    break;
            }
        }

        foreach (var history in domains.Values)
        {
            history.EndTrouble();
        }

        for (var i = 0; i < LongestCalm; i++)
        {
            if (Synchronize(removes: true) && domains.Values.All(history => history.Journal.Current is null))
            {
                CheckEnd();
                return;
            }

            foreach (var history in domains.Values)
            {
                history.GoOn();
            }
        }

        throw new SimViolation($"the managed domains ({Names(Managed().List())}) don't become those of the list ({Names(list)})");
    }

    /// <summary>The panel gets a domain or loses one.</summary>
    private void ChangeList()
    {
        var domain = Pick(domains.Keys);
        if (!list.Remove(domain))
        {
            list.Add(domain);
        }

        trace?.Add($"list: {Names(list.Except(bystanders))}");
    }

    /// <summary>What Sync-DkimDomain does with the list.</summary>
    /// <returns>Whether nothing was to be changed.</returns>
    private bool Synchronize(bool removes) => Synchronize(list, removes, isComplete: true, force: random.Next(4) == 0);

    /// <summary>The database answers with nothing, with half of the domains, or with text that isn't a domain.</summary>
    private void SynchronizeWithBrokenList()
    {
        var (given, isComplete) = random.Next(3) switch
        {
            0 => ([], true),
            1 => (list.Except(bystanders.Take(11)).Where(_ => random.Next(2) == 0), true),
            _ => (list.Where(_ => random.Next(2) == 0), false),
        };
        var before = domains.ToDictionary(pair => pair.Key, pair => IsRetired(pair.Key));
        HashSet<DomainName> broken = [.. given];
        trace?.Add($"broken list: {broken.Count} domains");
        Synchronize(broken, removes: true, isComplete, force: !isComplete || broken.Count == 0);
        if (domains.Keys.FirstOrDefault(domain => IsRetired(domain) && !before[domain]) is { } removed)
        {
            throw new SimViolation($"a broken list removes {removed}");
        }
    }

    private bool Synchronize(HashSet<DomainName> given, bool removes, bool isComplete, bool force)
    {
        trace?.Add($"sync{(removes ? " -Remove" : "")}: {Names(given.Except(bystanders))}");
        var requests = new DomainListRequests(given, Managed());
        var change = requests.Removals();
        RotationRequest[] removals = removes && change.RefusalOfRemoval(isComplete, force) is null
            ? [.. change.Removed.Select(DomainListRequests.RemovalOf)] : [];
        RotationRequest[] registrations = [.. requests.Registrations(Selector.Parse("mail"))];
        if (removals.FirstOrDefault(request => given.Contains(request.Domain)) is { } wrong)
        {
            throw new SimViolation($"{wrong.Domain} is removed although the list has it");
        }

        var isUnchanged = removals.Length == 0 && requests.Rotated.Count == 0;
        foreach (var request in registrations.Concat(removals))
        {
            if (domains.TryGetValue(request.Domain, out var history))
            {
                isUnchanged &= history.Obey(request);
            }
            else if (request.Kind == RotationKind.Retirement)
            {
                throw new SimViolation($"{request.Domain} is removed, which every list that may remove had");
            }
        }

        if (domains.Keys.FirstOrDefault(domain => given.Contains(domain) && IsRetired(domain) && !domains[domain].HasFailed) is { } lost)
        {
            throw new SimViolation($"{lost} is still being taken out of service although the list has it");
        }

        return isUnchanged;
    }

    private ManagedDomains Managed() =>
        new(bystanders.Concat(domains.Where(pair => pair.Value.HasKeys).Select(pair => pair.Key)), this);

    private bool IsRetired(DomainName domain) => Read(domain).Current is { Kind: RotationKind.Retirement, Aborting: false };

    private void CheckEnd()
    {
        if (!list.SetEquals(Managed().List()))
        {
            throw new SimViolation($"the managed domains are {Names(Managed().List())} instead of {Names(list)}");
        }

        foreach (var (domain, history) in domains)
        {
            history.CheckListed(list.Contains(domain));
        }
    }

    private T Pick<T>(IReadOnlyCollection<T> values) => values.ElementAt(random.Next(values.Count));

    private static string Names(IEnumerable<DomainName> domains) => string.Join(", ", domains);
}
