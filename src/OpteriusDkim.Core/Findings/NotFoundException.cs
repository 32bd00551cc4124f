namespace OpteriusDkim;

/// <summary>Something that was named isn't there.</summary>
public sealed class NotFoundException : DkimException
{
    /// <summary>Makes it from what was found.</summary>
    /// <param name="finding">Code, message and advice.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="cause">The underlying exception, or null.</param>
    public NotFoundException(DkimFinding finding, object? subject, Exception? cause = null)
        : base(finding, subject, cause)
    {
    }
}
