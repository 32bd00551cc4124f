using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Revealing;
using OpteriusDkim.Rotation.Selectors;

namespace OpteriusDkim.Rotation;

/// <summary>The settings of a domain's rotations.</summary>
internal sealed record RotationPolicy
{
    /// <summary>How long a key is active before its rotation is due.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How long an old record is kept after its key last signed.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The shortest safe drain, where the configured one is shorter; else null.</summary>
    public TimeSpan? SaferDrain { get; init; }

    /// <summary>What becomes of an old record.</summary>
    public RetireMode Retire { get; init; }

    /// <summary>The selector of the next key.</summary>
    public SelectorTemplate Template { get; init; } = SelectorTemplate.Default;

    /// <summary>How long a compromised key may continue to sign until the new record is on all servers.</summary>
    public TimeSpan CompromisedWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The TTL of new records, in seconds.</summary>
    public int Ttl { get; init; } = 3600;

    /// <summary>Whether a person publishes.</summary>
    public bool Manual { get; init; }

    /// <summary>The kind of new keys, where nothing else was asked for.</summary>
    public KeyParameters Key { get; init; } = new(DkimKeyAlgorithm.Rsa, 2048);

    /// <summary>The script to run when a rotation requires action by a person; null for none.</summary>
    public string? Notify { get; init; }

    /// <summary>Where and when retired private keys are published; null for never.</summary>
    public RevealPolicy? Reveal { get; init; }

    /// <summary>The domain's delegation; null for none.</summary>
    public Delegation? Delegation { get; init; }

    /// <summary>
    /// Whether a tombstone takes the place of an outgoing key's record. A delegated selector is used again, so its record is removed.
    /// </summary>
    public bool LeavesTombstone(OutgoingKey key) => key.Signed && Delegation?.Has(key.Key.Selector) != true
        && (key.Compromised || Retire == RetireMode.Revoke);
}
