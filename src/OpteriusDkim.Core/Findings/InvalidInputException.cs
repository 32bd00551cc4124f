namespace OpteriusDkim;

/// <summary>A value that can't be used: a name, a size, an address, a setting.</summary>
public sealed class InvalidInputException : DkimException
{
    /// <summary>Makes it from what was found.</summary>
    /// <param name="finding">Code, message and advice.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="cause">The underlying exception, or null.</param>
    public InvalidInputException(DkimFinding finding, object? subject, Exception? cause = null)
        : base(finding, subject, cause)
    {
    }
}
