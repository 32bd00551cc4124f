namespace OpteriusDkim.Signing;

/// <summary>The signers as their documentation spells them, for messages.</summary>
internal static class SignerTypeNames
{
    /// <summary>The name of the product.</summary>
    public static string ProductName(this SignerType type) => type switch
    {
        SignerType.OpenDkim => "OpenDKIM",
        _ => type.ToString(),
    };
}
