using System.Globalization;
using System.Management.Automation.Host;

namespace OpteriusDkim;

/// <summary>What the engine knows of the program around it.</summary>
internal sealed class ConsoleHost(ConsoleUserInterface userInterface) : PSHost
{
    /// <summary>The engine measures text with escape codes and wide characters rightly for hosts of this name alone.</summary>
    public override string Name => "ConsoleHost";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => userInterface;

    /// <summary>What <c>exit</c> said; null when it wasn't called.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>An error has been shown.</summary>
    public bool HasErrors => userInterface.HasErrors;

    /// <summary>Ends a question that waits for its answer.</summary>
    public void Cancel() => userInterface.Cancel();

    /// <summary>Sends all that is written during the action to standard error, and counts it as errors.</summary>
    public void ShowAsErrors(Action action) => userInterface.ShowAsErrors(action);

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no prompt to nest.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no prompt to leave.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
