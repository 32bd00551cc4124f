namespace OpteriusDkim;

/// <summary>The selectors that the host's signers use for a domain now, as far as their configuration can be read.</summary>
/// <param name="configuration">Says which signers there are.</param>
/// <param name="report">Is told what can't be read.</param>
internal sealed class SigningSelectors(DkimConfiguration configuration, Action<string> report)
{
    private List<SigningState>? states;

    public IEnumerable<Selector> Of(DomainName domain) => (states ??= Read())
        .SelectMany(state => state.EntriesOf(domain).Concat(state.DecisionFor(domain).All))
        .Where(entry => domain.Value.Equals(entry.SigningDomain, StringComparison.OrdinalIgnoreCase))
        .Select(entry => Selector.TryParse(entry.Selector, out var selector) ? selector : null)
        .OfType<Selector>()
        .Distinct()
        .OrderBy(selector => selector.Value, StringComparer.Ordinal);

    private List<SigningState> Read()
    {
        var read = new List<SigningState>();
        foreach (var type in configuration.Signers)
        {
            try
            {
                read.Add(Composition.Signer(type, configuration).Read());
            }
            catch (DkimException exception)
            {
                // An ordinary user may not read it, and may make keys all the same.
                report(exception.Message);
            }
        }

        return read;
    }
}
