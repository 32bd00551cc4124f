namespace OpteriusDkim;

/// <summary>The sizes that may be requested for a new key.</summary>
internal static class RequestedKeySize
{
    /// <summary>What Get-DkimKey returns as the size of an Ed25519 key.</summary>
    public const int OfEd25519 = 256;

    private static readonly int[] OfRsa = [2048, 3072, 4096];

    /// <summary>The requested size; null where none was requested, and for the only size of Ed25519.</summary>
    /// <param name="requested">The requested algorithm, or null.</param>
    /// <param name="size">The requested size, or null.</param>
    /// <param name="algorithm">The algorithm of the new key.</param>
    /// <exception cref="InvalidInputException">It isn't a size of RSA keys.</exception>
    public static int? Of(DkimKeyAlgorithm? requested, int? size, DkimKeyAlgorithm algorithm)
    {
        if (algorithm == DkimKeyAlgorithm.Rsa && size is { } bits && !OfRsa.Contains(bits))
        {
            throw new InvalidInputException(
                FindingTable.InvalidValue.With(("input", bits), ("name", "KeySize"), ("expected", string.Join(", ", OfRsa))), bits);
        }

        return requested == DkimKeyAlgorithm.Ed25519 && size == OfEd25519 ? null : size;
    }
}
