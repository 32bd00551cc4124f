namespace OpteriusDkim.Records.Text;

/// <summary>The value of one TXT record.</summary>
/// <param name="Name">The name that it stood at, as written; null where the text says none.</param>
/// <param name="Value">Its strings, joined with nothing between; octets over 127 as Latin-1.</param>
internal sealed record RecordText(string? Name, string Value)
{
    /// <summary>
    /// Whether it is a DKIM record: its name is below _domainkey or unknown, or it reads as a key record. A zone has
    /// other TXT records too.
    /// </summary>
    public bool IsOfDkim
    {
        get
        {
            if (Name is null || Name.Contains("_domainkey", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            var tags = TagList.Parse(Value);
            return tags["v"] == "DKIM1" || (tags["v"] is null && tags["p"] is not null);
        }
    }
}
