namespace OpteriusDkim.Rotation;

/// <summary>A name server that gives no answer.</summary>
/// <param name="Server">Its name.</param>
/// <param name="Since">Since when.</param>
internal sealed record SilentServer(string Server, BootTimestamp Since);
