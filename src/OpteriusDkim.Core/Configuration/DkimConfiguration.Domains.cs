using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records.Providers;
using OpteriusDkim.Rotation;
using OpteriusDkim.Rotation.Revealing;
using OpteriusDkim.Rotation.Selectors;

namespace OpteriusDkim.Configuration;

/// <content>What holds for one domain.</content>
internal sealed partial class DkimConfiguration
{
    /// <summary>The provider that a domain's records are formatted for.</summary>
    public DkimProvider ProviderFor(DomainName domain) => ProviderTable.Find(settings.Get<string>("provider", domain));

    /// <summary>How a domain's records are published.</summary>
    public PublisherSettings PublisherFor(DomainName domain) => settings.PublisherFor(domain);

    /// <summary>The delegation of a domain's selectors; null if its records are in its own zone.</summary>
    /// <exception cref="InvalidInputException">A name would be too long.</exception>
    public Delegation? DelegationFor(DomainName domain) => DelegationSettings.Of(settings, domain);

    /// <summary>How a domain's keys are replaced.</summary>
    /// <exception cref="InvalidInputException">The template for selectors is invalid.</exception>
    internal RotationPolicy RotationFor(DomainName domain)
    {
        var drain = settings.Get<TimeSpan>("rotation.drain", domain);
        return new RotationPolicy
        {
            Interval = settings.Get<TimeSpan>("rotation.interval", domain),
            Drain = drain,
            SaferDrain = drain < settings.SafeDrain ? settings.SafeDrain : null,
            Retire = Enum.Parse<RetireMode>(settings.Get<string>("rotation.retire", domain)),
            Template = SelectorTemplate.Of(settings.Get<string>("rotation.selector", domain)),
            CompromisedWait = settings.Get<TimeSpan>("rotation.compromisedWait", domain),
            Ttl = Ttl,
            Delegation = DelegationFor(domain),
            Manual = PublisherFor(domain).Type == PublisherType.Manual,
            Key = new KeyParameters(Algorithm, KeySize),
            Notify = (string?)settings.ValueOf("rotation.notify", domain),
            Reveal = settings.ValueOf("rotation.reveal.folder", domain) is string folder
                ? RevealPolicy.Of(folder, settings.Get<TimeSpan>("rotation.reveal.delay", domain), KeyDirectory, StateDirectory)
                : null,
        };
    }
}
