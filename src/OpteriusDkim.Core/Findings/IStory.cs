namespace OpteriusDkim;

/// <summary>Is told, while work goes on, what happens: for -Verbose, and for who wonders why nothing does.</summary>
public interface IStory
{
    /// <summary>Something was done.</summary>
    /// <param name="what">One sentence.</param>
    void Tell(string what);

    /// <summary>The work waits.</summary>
    /// <param name="forWhat">One sentence that says for what or whom.</param>
    void TellWaiting(string forWhat);
}
