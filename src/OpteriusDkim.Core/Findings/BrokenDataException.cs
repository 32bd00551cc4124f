namespace OpteriusDkim;

/// <summary>A file that was read and doesn't hold what it should.</summary>
public sealed class BrokenDataException : DkimException
{
    /// <summary>Makes it from what was found.</summary>
    /// <param name="finding">Code, message and advice.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="cause">The underlying exception, or null.</param>
    public BrokenDataException(DkimFinding finding, object? subject, Exception? cause = null)
        : base(finding, subject, cause)
    {
    }
}
