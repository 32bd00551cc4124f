namespace OpteriusDkim;

/// <summary>The daemon that signs.</summary>
public enum SignerType
{
    /// <summary>OpenDKIM, a milter.</summary>
    OpenDkim,

    /// <summary>Rspamd with its module dkim_signing.</summary>
    Rspamd,
}
