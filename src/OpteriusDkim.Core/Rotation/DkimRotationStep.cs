namespace OpteriusDkim;

/// <summary>A step of a rotation that is still to come.</summary>
/// <param name="Phase">The phase that it leads to.</param>
/// <param name="NotBefore">When it can be taken at the earliest, in UTC; null where that depends on what others do.</param>
/// <param name="Action">What is done, in a sentence.</param>
public sealed record DkimRotationStep(RotationPhase Phase, DateTime? NotBefore, string Action)
{
    /// <summary>
    /// <see cref="NotBefore"/> as text with its time zone, which CSV files and lists of mixed types leave out of a time; null where there
    /// is none.
    /// </summary>
    public string? NotBeforeUtc => TextOf(NotBefore);

    /// <summary>Time and action on one line.</summary>
    public override string ToString() => $"{NotBeforeUtc ?? "then",-20}  {Phase,-9}  {Action}";

    internal static string? TextOf(DateTime? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
