using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Configuration;

/// <summary>
/// Checks the delegations of a configuration file: each is complete, and no target can belong to two domains or selectors.
/// </summary>
internal sealed class DelegationCheck(ConfigurationFile file)
{
    private const string ZoneSetting = "delegation.zone";

    /// <summary>Checks all of them.</summary>
    /// <exception cref="InvalidInputException">One is wrong; the message has its line.</exception>
    public void Run()
    {
        var found = file.Patterns.Prepend(null).Select(EffectiveAt).OfType<Entry>()
            .DistinctBy(entry => (entry.Zone, entry.Template)).ToArray();
        for (var i = 0; i < found.Length; i++)
        {
            foreach (var earlier in found[..i])
            {
                RequireApart(earlier, found[i]);
            }
        }
    }

    /// <summary>The delegation of the domains that a pattern matches and no other pattern does; null where there is none.</summary>
    private Entry? EffectiveAt(DomainPattern? pattern)
    {
        if (file.Effective(pattern, ZoneSetting) is not { Value: string { Length: > 0 } zone } setting)
        {
            return null;
        }

        if (file.Effective(pattern, "delegation.selectors") is not { Value: IReadOnlyList<string> selectors })
        {
            throw new InvalidInputException(
                FindingTable.DelegationIncomplete.With(("source", setting.Source), ("zone", zone)), ZoneSetting);
        }

        var template = file.Effective(pattern, "delegation.target")?.Value as string ?? SettingTable.Get("delegation.target").Default!;
        if (pattern is { Below: false, Name: { } name })
        {
            new Delegation(
                DomainName.Parse(name), DomainName.Parse(zone), [.. selectors.Select(Selector.Parse)], DelegationTemplate.Parse(template)!)
                .RequireFit();
        }

        return new Entry(zone, template, setting.Source);
    }

    /// <summary>Within one zone and one template targets differ; those of two can be equal where one zone lies in the other.</summary>
    private static void RequireApart(Entry one, Entry other)
    {
        if (Zone.Contains(one.Zone, other.Zone) || Zone.Contains(other.Zone, one.Zone))
        {
            throw new InvalidInputException(
                FindingTable.DelegationOverlap.With(
                    ("source", other.Source), ("zone", other.Zone), ("target", other.Template),
                    ("beside", one.Zone), ("others", one.Template)),
                ZoneSetting);
        }
    }

    private sealed record Entry(string Zone, string Template, string Source);
}
