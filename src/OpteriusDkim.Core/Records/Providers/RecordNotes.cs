using OpteriusDkim.Names;

namespace OpteriusDkim.Records.Providers;

/// <summary>Notes for entering a record: the provider's, and those about this record.</summary>
internal static class RecordNotes
{
    /// <summary>The notes, the most important first.</summary>
    /// <param name="provider">Where the record is entered.</param>
    /// <param name="name">The record's name.</param>
    /// <param name="zone">The zone; null where none was given, and the domain is taken for it.</param>
    /// <param name="ttl">Its time to live, in seconds.</param>
    /// <param name="value">The value to enter.</param>
    public static IEnumerable<string> For(DkimProvider provider, RecordName name, DomainName? zone, int ttl, string value)
    {
        if (provider.MaximumLength is { } longest && value.Length > longest)
        {
            yield return $"The value has {value.Length} characters, and {provider.Service} accepts at most {longest}: use a "
                + "shorter key (2048 bits or Ed25519).";
        }

        if (OfName(provider, name, zone) is { } note)
        {
            yield return note;
        }

        if (provider.MinimumTtl is { } smallest)
        {
            yield return ttl < smallest
                ? $"The minimum TTL of {provider.Service} is {smallest}: enter {smallest}."
                : $"Minimum TTL: {smallest}.";
        }

        if (OfValue(provider) is { } form)
        {
            yield return form;
        }

        foreach (var known in provider.Notes)
        {
            yield return known;
        }

        if (!provider.IsCertain)
        {
            yield return UncertainFor(provider.ValueForm);
        }
    }

    /// <summary>The notes for a CNAME.</summary>
    /// <param name="provider">Where it is entered.</param>
    /// <param name="name">Its name.</param>
    /// <param name="zone">The zone; null where none was given, and the domain is taken for it.</param>
    /// <param name="ttl">Its time to live, in seconds.</param>
    public static IEnumerable<string> ForAlias(DkimProvider provider, RecordName name, DomainName? zone, int ttl)
    {
        if (OfName(provider, name, zone) is { } note)
        {
            yield return note;
        }

        if (provider.MinimumTtl is { } smallest && ttl < smallest)
        {
            yield return $"The minimum TTL of {provider.Service} is {smallest}: enter {smallest}.";
        }

        yield return provider.RenderTarget("").Length > 0
            ? "Enter the final dot of the value too, else the zone is appended to it."
            : "If the service appends the zone to the value, enter it with a final dot.";
        yield return "No other record may be at this name (RFC 1034 3.6.2).";
        if (provider.AliasNote is { } own)
        {
            yield return own;
        }
    }

    /// <summary>The note for a record that a provider doesn't support, shown in the general form.</summary>
    public static IEnumerable<string> NotPublishable(DkimProvider provider, RecordName name, DomainName zone, bool isRevoked) =>
    [
        true switch
        {
            _ when isRevoked =>
                $"{provider.Service} requires a key and can't publish a record with an empty p=. Remove the record instead.",
            _ when name.Domain == zone => $"{provider.Service} has no field for the key's algorithm and can publish RSA keys only.",
            _ => $"{provider.Service} publishes keys only for the name of the zone itself: create a separate zone for {name.Domain}.",
        },
    ];

    /// <summary>The footnote of forms that aren't documented.</summary>
    public static string UncertainFor(ValueForm form) => Uncertain + (form == ValueForm.Plain
        ? "If the text is cut at a space or semicolon, use -Provider Generic."
        : "If a quotation mark is part of the published text, use -Provider PlainText.");

    private const string Uncertain = "This form is based on users' reports. Check the result with Test-DkimDns. ";

    private static string? OfName(DkimProvider provider, RecordName name, DomainName? zone)
    {
        var parent = zone is null ? " If the zone is a parent domain, use -Zone." : "";
        return provider.NameForm switch
        {
            NameForm.Relative or NameForm.RelativeOrAbsolute when provider.RenderName(name, zone ?? name.Domain) != name.Value =>
                $"{provider.Service} appends the zone to the name (full name: {name}).{parent}",
            NameForm.RelativeOrAbsolute => $"{provider.Service} reads this name as a full name and appends nothing.",
            NameForm.Selector => $"{provider.Service} completes the name (full name: {name}).",
            NameForm.Absolute when provider.Name == ProviderTable.DefaultName =>
                $"If the form appends the zone to the name, enter only {name.RelativeTo(zone ?? name.Domain)} there.",
            _ => null,
        };
    }

    private static string? OfValue(DkimProvider provider) => provider.ValueForm switch
    {
        ValueForm.Plain => "Enter the value without quotation marks.",
        ValueForm.Quoted when provider.Name != ProviderTable.DefaultName => "Enter the quotation marks too, with all strings on one line.",
        _ => null,
    };
}
