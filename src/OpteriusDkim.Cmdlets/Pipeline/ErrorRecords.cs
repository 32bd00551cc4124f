using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Converts Core's exceptions to error records.</summary>
internal static class ErrorRecords
{
    /// <summary>The error record of an expected failure.</summary>
    public static ErrorRecord ToErrorRecord(this DkimException exception) =>
        new(exception, exception.Finding.Code, CategoryOf(exception), exception.Subject)
        {
            ErrorDetails = new ErrorDetails(exception.Finding.Message) { RecommendedAction = exception.Finding.Advice },
        };

    /// <summary>The error record of an unexpected failure.</summary>
    public static ErrorRecord ToUnexpectedErrorRecord(this Exception exception, object? subject) =>
        new(exception, "UnexpectedFailure", ErrorCategory.NotSpecified, subject)
        {
            ErrorDetails = new ErrorDetails(PrintableText.Clean(exception.Message))
            {
                RecommendedAction = "This is an error in the module. Please report it with the output of Get-Error.",
            },
        };

    private static ErrorCategory CategoryOf(DkimException exception) => exception switch
    {
        InvalidInputException => ErrorCategory.InvalidArgument,
        AlreadyExistsException => ErrorCategory.ResourceExists,
        NotFoundException => ErrorCategory.ObjectNotFound,
        InUseException => ErrorCategory.ResourceBusy,
        BrokenDataException => ErrorCategory.InvalidData,
        UnreachableException => ErrorCategory.ConnectionError,
        InaccessibleException => ErrorCategory.PermissionDenied,
        _ => ErrorCategory.NotSpecified,
    };
}
