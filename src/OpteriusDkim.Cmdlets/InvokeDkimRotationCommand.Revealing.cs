namespace OpteriusDkim;

/// <content>Publishing retired private keys.</content>
public sealed partial class InvokeDkimRotationCommand
{
    /// <summary>Publishes the retired keys whose time has come, if the configuration wants that.</summary>
    private void RevealRetiredKeys()
    {
        var settings = Configuration.RotationSettings;
        var history = new RotationHistory(settings);
        var reveal = new Lazy<KeyReveal>(() => new KeyReveal(settings, Store, References, Ports().Dns, Ed25519, TimeProvider.System));
        foreach (var domain in Given(Domain) is null ? history.Domains() : requested.Keys)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (settings.PolicyOf(domain).Reveal is not null)
            {
                Try(() => Reveal(domain, reveal.Value, history));
            }
        }
    }

    private void Reveal(DomainName domain, KeyReveal reveal, RotationHistory history)
    {
        foreach (var key in reveal.DueOf(domain))
        {
            if (!ShouldProcess(key.Path, $"Publish the retired private key {key.Name}"))
            {
                continue;
            }

            DkimFinding? finding = null;
            Work.Start(domain.Value, async stopping => finding = await reveal.RevealAsync(key, Work, stopping).ConfigureAwait(false));
            Work.Finish();
            if (finding?.Code == nameof(FindingTable.KeyRevealed))
            {
                WriteObject(RotationOf(key, history).Adding(finding));
            }
            else if (finding is not null)
            {
                Warn(finding);
            }
        }
    }

    private static DkimRotation RotationOf(RevealableKey key, RotationHistory history) =>
        history.Of(key.Name.Domain).First(rotation => rotation.EndedAt == key.Key.RetiredAt);
}
