namespace OpteriusDkim;

/// <summary>A server that can't be reached, or doesn't answer.</summary>
public sealed class UnreachableException : DkimException
{
    /// <summary>Makes it from what was found.</summary>
    /// <param name="finding">Code, message and advice.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="cause">The underlying exception, or null.</param>
    public UnreachableException(DkimFinding finding, object? subject, Exception? cause = null)
        : base(finding, subject, cause)
    {
    }
}
