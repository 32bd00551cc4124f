using OpteriusDkim.Dns;

namespace OpteriusDkim.Rotation;

/// <summary>What one server answered about a record.</summary>
/// <param name="Text">The text of its records; empty where it has none.</param>
internal readonly record struct ServerObservation(string Server, RecordState State, string Text = "")
{
    /// <summary>Whether it answers at a private address, so that receivers may see something else.</summary>
    public bool ProvesNothing { get; init; }
}
