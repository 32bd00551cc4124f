namespace OpteriusDkim;

/// <summary>Keeps what it is told to itself.</summary>
internal sealed class SilentStory : IStory
{
    private SilentStory()
    {
    }

    /// <summary>The only one.</summary>
    public static SilentStory Instance { get; } = new();

    /// <inheritdoc/>
    public void Tell(string what)
    {
    }

    /// <inheritdoc/>
    public void TellWaiting(string forWhat)
    {
    }
}
