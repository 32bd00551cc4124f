namespace OpteriusDkim.Rotation;

/// <summary>What was about to be done; it stays in the journal until it was seen done.</summary>
/// <param name="Step">The step.</param>
/// <param name="Selector">The selector that it is about.</param>
internal sealed record RotationIntent(RotationStep Step, string Selector);
