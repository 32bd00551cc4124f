namespace OpteriusDkim;

/// <summary>Finds the selectors that the host's signers use for a domain, as far as their configuration can be read.</summary>
/// <param name="report">Receives errors of unreadable configurations.</param>
internal sealed class SigningSelectors(DkimConfiguration configuration, Action<string> report)
{
    private List<SigningState>? states;

    public IReadOnlyList<Selector> Of(DomainName domain)
    {
        states ??=
        [
            .. configuration.Signers.SelectMany(
                type => Readable(() => new[] { Composition.Signer(type, configuration.SignerSettings).Read() })),
        ];
        return
        [
            .. states.SelectMany(state => Readable(() => state.EntriesOf(domain).Concat(state.DecisionFor(domain).All).ToArray()))
                .Where(entry => domain.Value.Equals(entry.SigningDomain, StringComparison.OrdinalIgnoreCase))
                .Select(entry => Selector.TryParse(entry.Selector, out var selector) ? selector : null)
                .OfType<Selector>()
                .Distinct()
                .OrderBy(selector => selector.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>Ignores unreadable configurations: an ordinary user may create keys without access to the signer's files.</summary>
    private T[] Readable<T>(Func<T[]> read)
    {
        try
        {
            return read();
        }
        catch (DkimException exception)
        {
            report(exception.Message);
            return [];
        }
    }
}
