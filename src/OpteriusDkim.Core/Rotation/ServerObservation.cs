using OpteriusDkim.Dns;

namespace OpteriusDkim.Rotation;

/// <summary>What one server answered about a record.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Sight">What it has.</param>
/// <param name="Text">What it has, for people; empty for nothing.</param>
internal readonly record struct ServerObservation(string Server, RecordState Sight, string Text = "")
{
    /// <summary>It answers, but at a private address, so that receivers may see something else.</summary>
    public bool ProvesNothing { get; init; }
}
