namespace OpteriusDkim;

/// <summary>Checks keys with openssl(1).</summary>
internal static class OpenSsl
{
    private const int Ed25519Length = 32;

    /// <summary>The problem of a private key, or null.</summary>
    public static async Task<string?> ProblemOfAsync(string path)
    {
        var outcome = await Tool.RunAsync("openssl", "pkey", "-in", path, "-check", "-noout");
        return outcome.ExitCode == 0 ? null : $"{outcome.Output.Trim()} {outcome.Error.Trim()}";
    }

    /// <summary>The expected value of p= in the record of a private key.</summary>
    public static async Task<string> PublicKeyOfAsync(string path)
    {
        var pem = (await Tool.RunAsync("openssl", "pkey", "-in", path, "-pubout")).Successful;
        var base64 = string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-')));
        var der = Convert.FromBase64String(base64);

        // A SubjectPublicKeyInfo of Ed25519 (RFC 8410 4) has 12 bytes before the key; the record has only the key.
        return der.Length == 12 + Ed25519Length ? Convert.ToBase64String(der.AsSpan(12)) : base64;
    }
}
