namespace OpteriusDkim.Records.WeakKeys;

/// <summary>Keys whose private halves are published in standards, from which users copy them.</summary>
internal static class ExampleKeys
{
    private static readonly (string Source, DkimPublicKey Key)[] All =
    [
        ("RFC 6376 appendix C", Rsa("""
            MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItL
            a7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB
            """)),
        ("RFC 8463 appendix A", Rsa("""
            MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACD
            fzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB
            """)),
        ("RFC 8463 appendix A and RFC 8032 section 7.1", Ed25519("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")),
        ("RFC 8032 section 7.1", Ed25519("PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=")),
        ("RFC 8032 section 7.1", Ed25519("/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU=")),
        ("RFC 8032 section 7.1", Ed25519("J4EX/BRMcjQPZ9DyMW6Dhs7/vyskKMnFH+98WX8dQm4=")),
        ("RFC 8032 section 7.1", Ed25519("7Bcrk61eVjv0kyxw4SRQNMNUZ+8u/U1k6/gZaDRn4r8=")),
        ("RFC 8410 section 10", Ed25519("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=")),
    ];

    /// <summary>Where the private half of a key is published; null if it isn't.</summary>
    /// <param name="key">The public key.</param>
    public static string? SourceOf(DkimPublicKey key)
    {
        if (key.KeySize is not (1024 or 256))
        {
            return null;
        }

        foreach (var (source, example) in All)
        {
            if (key.Algorithm == example.Algorithm && key.HasSameNumbers(example))
            {
                return source;
            }
        }

        return null;
    }

    private static DkimPublicKey Rsa(string base64) => DkimPublicKey.FromSubjectPublicKeyInfo(Convert.FromBase64String(base64));

    private static DkimPublicKey Ed25519(string base64) => DkimPublicKey.FromEd25519(Convert.FromBase64String(base64));
}
