namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>What is wrong with the content of a key file.</summary>
/// <param name="Problem">The problem, as a clause about the file: "it is encrypted".</param>
/// <param name="Advice">What to do, with the command.</param>
internal sealed record KeyFileFault(string Problem, string Advice)
{
    /// <summary>The advice for a key that can't be recovered.</summary>
    public const string ReplaceKey =
        "Restore the file from a backup, or create a new key under another selector (New-DkimKey), publish it and "
        + "configure the signer to use it.";

    /// <summary>A private and a public key that don't match.</summary>
    public static KeyFileFault Inconsistent { get; } = new(
        "its content is damaged: its private and public keys don't belong together", ReplaceKey);

    /// <summary>A file that is longer than any key.</summary>
    /// <param name="limit">The longest that is read, in bytes.</param>
    public static KeyFileFault TooLarge(int limit) => new($"it has more than {limit} bytes, too many for a key", ReplaceKey);
}
