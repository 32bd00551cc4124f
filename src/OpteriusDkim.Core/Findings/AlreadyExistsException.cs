namespace OpteriusDkim;

/// <summary>Something is there already and isn't replaced.</summary>
public sealed class AlreadyExistsException : DkimException
{
    /// <summary>Makes it from what was found.</summary>
    /// <param name="finding">Code, message and advice.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="cause">The underlying exception, or null.</param>
    public AlreadyExistsException(DkimFinding finding, object? subject, Exception? cause = null)
        : base(finding, subject, cause)
    {
    }
}
