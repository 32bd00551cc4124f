using OpteriusDkim.Findings;

namespace OpteriusDkim.Records.Providers;

/// <summary>
/// The DNS providers. To add one, add its row with the source and the year in which it was read. Where a form isn't
/// documented, the least harmful one is assumed: a service that needs quotation marks refuses or truncates text without
/// them, but unwanted quotation marks are published silently.
/// </summary>
internal static partial class ProviderTable
{
    /// <summary>The default provider's name.</summary>
    public const string DefaultName = "Generic";

    /// <summary>All providers in the order of their names, after the two general forms.</summary>
    public static IReadOnlyList<DkimProvider> All { get; } =
    [
        new(DefaultName, "Any DNS service", NameForm.Absolute, ValueForm.Quoted)
        {
            Notes = ["If the form shows existing TXT records without quotation marks, use -Provider PlainText."],
            Source = "RFC 1035 5.1",
        },
        new("PlainText", "A form that shows no quotation marks", NameForm.Relative, ValueForm.Plain)
        {
            Aliases = ["Plain", "Text"],
            Source = "RFC 1035 3.3.14",
        },
        .. HostedServices.Concat(PanelsAndServers).OrderBy(provider => provider.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Finds a provider by its name or an alias, in any letter case, spaces and punctuation ignored.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidInputException">There is no such row; the advice lists them.</exception>
    public static DkimProvider Find(string? name) =>
        TryFind(name)
        ?? throw new InvalidInputException(
            FindingTable.UnknownProvider.With(
                ("input", PrintableText.Quote(name)),
                ("providers", string.Join(", ", All.Select(provider => provider.Name)))),
            name);

    /// <summary>The TTLs that a provider accepts, in seconds.</summary>
    public static (int Least, int Most) TtlsOf(string name)
    {
        var provider = Find(name);
        return (provider.MinimumTtl ?? 0, provider.MaximumTtl ?? int.MaxValue);
    }

    /// <summary>Finds a provider by its name or an alias; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public static DkimProvider? TryFind(string? name) =>
        Normalized(name) is { Length: > 0 } wanted ? All.FirstOrDefault(provider => NamesOf(provider).Contains(wanted)) : null;

    /// <summary>The providers whose name, or else alias, has a prefix, for completion.</summary>
    /// <param name="beginning">The beginning; an empty one finds all.</param>
    public static IEnumerable<DkimProvider> StartingWith(string beginning)
    {
        var wanted = Normalized(beginning);
        DkimProvider[] named = [.. All.Where(provider => Normalized(provider.Name).StartsWith(wanted, StringComparison.Ordinal))];
        return named.Length > 0
            ? named
            : All.Where(provider => provider.Aliases.Any(alias => Normalized(alias).StartsWith(wanted, StringComparison.Ordinal)));
    }

    /// <summary>Name and aliases in normalized form.</summary>
    internal static IEnumerable<string> NamesOf(DkimProvider provider) => provider.Aliases.Prepend(provider.Name).Select(Normalized);

    /// <summary>The letters and digits of a name, in lower case.</summary>
    private static string Normalized(string? name) => string.Concat((name ?? "").Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
