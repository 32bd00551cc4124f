namespace OpteriusDkim.Rotation;

/// <summary>A name server that doesn't answer.</summary>
internal sealed record SilentServer(string Server, BootTimestamp Since);
