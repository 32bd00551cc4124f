namespace OpteriusDkim;

/// <summary>A step of a rotation that is still to come.</summary>
/// <param name="Phase">The phase that it leads to.</param>
/// <param name="NotBefore">When it can be taken at the earliest, in UTC; null where that depends on what others do.</param>
/// <param name="Action">What is done, in a sentence.</param>
public sealed record DkimRotationStep(RotationPhase Phase, DateTime? NotBefore, string Action)
{
    /// <summary>Time and action on one line.</summary>
    public override string ToString() =>
        $"{NotBefore?.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "then",-20}  {Phase,-9}  {Action}";
}
