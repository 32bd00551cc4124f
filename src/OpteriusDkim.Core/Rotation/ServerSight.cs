namespace OpteriusDkim;

/// <summary>What one server answered about a record.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Sight">What it has.</param>
/// <param name="Text">What it has, for people; empty for nothing.</param>
internal readonly record struct ServerSight(string Server, RecordSight Sight, string Text = "");
