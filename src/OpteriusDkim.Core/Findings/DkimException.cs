namespace OpteriusDkim;

/// <summary>What Core throws: a finding that ends the work on one thing. Its kinds tell what sort of failure it was.</summary>
public abstract class DkimException : Exception
{
    private protected DkimException(DkimFinding finding, object? subject, Exception? cause)
        : base(finding.Message, cause)
    {
        Finding = finding;
        Subject = subject;
    }

    /// <summary>Code, message and advice.</summary>
    public DkimFinding Finding { get; }

    /// <summary>What it is about: a name, a path, a key.</summary>
    public object? Subject { get; }
}
