namespace OpteriusDkim.Tests;

/// <content>Domains that are registered and retired.</content>
internal sealed partial class SimWorld
{
    /// <summary>Whether a user asked for a retirement or an abort, without which signing must not stop.</summary>
    public bool StopAsked { get; set; }

    /// <summary>Selectors of keys that a user made and deleted, so that their records are the user's to remove.</summary>
    public HashSet<string> Disowned { get; } = [];

    private bool isLife;

    /// <summary>Puts the domain into one of the states from which a registration may start.</summary>
    public void StartLife()
    {
        isLife = true;
        var (hasKey, isPublished, signs) = Random.Next(4) switch
        {
            0 => (false, false, false),
            1 => (true, Random.Next(2) == 0, false),
            _ => (true, Random.Next(5) > 0, true),
        };
        if (!hasKey || Random.Next(2) == 0)
        {
            Remove("other");
        }

        if (!hasKey)
        {
            Remove("mail");
        }
        else if (!isPublished)
        {
            // A domain that came from another host may still have that one's record.
            var there = signs && Random.Next(2) == 0 ? new SimContent(SimKind.Foreign, Policy.Ttl) : default;
            Zone.Current.ForEach(server => server.Set("mail", long.MinValue / 2, there));
        }

        Tables = signs ? "mail" : null;
        Daemons.ForEach(daemon => daemon.Loaded = Tables);
        Trace($"life: key {hasKey}, record {isPublished}, signs {signs}");
    }

    /// <summary>Delegates the domain and puts it into one of the states from which a registration may start.</summary>
    public void StartDelegatedLife()
    {
        Delegate();
        if (Tables != "s1")
        {
            StartLife();
            return;
        }

        isLife = true;
        if (Random.Next(2) == 0)
        {
            Remove("mail");
            Remove("other");
        }

        var (signs, isPublished) = (Random.Next(2) == 0, Random.Next(5) > 0);
        if (!signs)
        {
            Tables = null;
            Daemons.ForEach(daemon => (daemon.Loaded, daemon.LoadedKey) = (null, null));
        }

        if (!isPublished)
        {
            Zone.Current.ForEach(server => server.Set("s1", long.MinValue / 2, default));
        }

        Trace($"life: key s1, record {isPublished}, signs {signs}");
    }

    /// <summary>Checks that all signers sign with a key whose record is published.</summary>
    public void RequireSigned()
    {
        if (Tables is not { } signs || !Stored.ContainsKey(signs) || Daemons.Exists(daemon => !Uses(daemon, signs)))
        {
            throw new SimViolation($"a registered domain isn't signed: the tables name {Tables ?? "nothing"}");
        }

        if (Zone.Current.Find(server => server.DeadSince is null && !IsCurrent(signs, server.At(signs, Now))) is { } without)
        {
            throw new SimViolation($"a registered domain signs with {signs}, whose record {without.Name} doesn't have");
        }
    }

    /// <summary>Checks that nothing signs, and that no key and no record of a key is left.</summary>
    public void RequireRetired()
    {
        if (Tables is not null || Daemons.Exists(daemon => daemon.Loaded is not null))
        {
            throw new SimViolation($"a retired domain is signed: the tables name {Tables ?? "nothing"}");
        }

        if (Stored.Count > 0)
        {
            throw new SimViolation($"the key {Stored.Keys.First()} of a retired domain is left over");
        }

        // A user may publish a record that is already withdrawn; a publisher may not.
        var own = Replaced.Concat(Generated).Except(Disowned);
        if (!Manual && own.FirstOrDefault(selector => Primary(selector).Kind == SimKind.Key) is { } left)
        {
            throw new SimViolation($"the record of {left} is left over");
        }
    }

    /// <summary>Checks what ended when it was written.</summary>
    private void CheckEnded(Journal before, Journal after)
    {
        if (!isLife || before.Current is null || after.Current is not null
            || after.Past[^1] is not { Phase: RotationPhase.Completed } ended)
        {
            return;
        }

        var wanted = ended.Kind == RotationKind.Retirement ? null : ended.New?.Selector;
        if (Tables != wanted)
        {
            throw new SimViolation($"a {ended.Kind} is completed, and the tables name {Tables ?? "nothing"} instead of {wanted}");
        }
    }

    private void Remove(string selector)
    {
        Stored.Remove(selector);
        Zone.Current.ForEach(server => server.Set(selector, long.MinValue / 2, default));
    }
}
