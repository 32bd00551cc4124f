namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>What is wrong with the content of a key file.</summary>
/// <param name="Problem">What is wrong, as the rest of a sentence about the file: "it is encrypted".</param>
/// <param name="Advice">What to do, with the command.</param>
internal sealed record KeyFileFault(string Problem, string Advice)
{
    /// <summary>What helps where the key can't be rescued.</summary>
    public const string ReplaceKey =
        "Restore the file from a backup, or create a new key under another selector (New-DkimKey), publish it and "
        + "configure the signer to use it.";

    /// <summary>Numbers that are not those of one key.</summary>
    public static KeyFileFault Inconsistent { get; } = new(
        "its content is damaged: its private and public keys don't belong together", ReplaceKey);

    /// <summary>A file that is longer than any key.</summary>
    /// <param name="limit">The longest that is read, in bytes.</param>
    public static KeyFileFault TooLarge(int limit) => new($"it has more than {limit} bytes, too many for a key", ReplaceKey);
}
