namespace OpteriusDkim.Rotation;

/// <summary>A name server that doesn't answer.</summary>
/// <param name="Server">Its name.</param>
/// <param name="Since">Since when.</param>
internal sealed record SilentServer(string Server, BootTimestamp Since);
