namespace OpteriusDkim;

/// <summary>The daemon that signs.</summary>
public enum SignerType : long
{
    /// <summary>OpenDKIM, a milter.</summary>
    OpenDkim,

    /// <summary>Rspamd with its dkim_signing module.</summary>
    Rspamd,
}
