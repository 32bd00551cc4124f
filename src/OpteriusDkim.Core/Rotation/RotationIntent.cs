namespace OpteriusDkim.Rotation;

/// <summary>A step that is about to be taken, and the selector that it is about.</summary>
internal sealed record RotationIntent(RotationStep Step, string Selector);
