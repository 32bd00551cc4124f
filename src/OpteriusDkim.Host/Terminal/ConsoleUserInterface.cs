using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace OpteriusDkim;

/// <summary>Shows what the engine writes: objects on standard output, all else on standard error; and asks.</summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    private readonly Lock gate = new();
    private readonly HostTerminal terminal;
    private readonly ProgressLine progress;
    private readonly Questions questions;
    private TerminalStream output;

    public ConsoleUserInterface(HostTerminal terminal, ConsoleScreen screen)
    {
        this.terminal = terminal;
        output = terminal.Output;
        RawUI = screen;
        progress = new ProgressLine(terminal.Error);
        questions = new Questions(terminal, text => Write(terminal.Error, text));
    }

    public override PSHostRawUserInterface RawUI { get; }

    public override bool SupportsVirtualTerminal => true;

    public bool HasErrors { get; private set; }

    private static PSStyle.FormattingData Style => PSStyle.Instance.Formatting;

    public void Cancel() => questions.Cancel();

    public void ShowAsErrors(Action action)
    {
        HasErrors = true;
        output = terminal.Error;
        action();
        output = terminal.Output;
    }

    public override void Write(string value) => Write(output, value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(output, value);

    public override void WriteLine(string value) => Write(output, value + "\n");

    public override void WriteErrorLine(string value)
    {
        HasErrors = true;
        Write(terminal.Error, value + "\n");
    }

    public override void WriteWarningLine(string message) => WriteMessage(Style.Warning, "WARNING", message);

    public override void WriteVerboseLine(string message) => WriteMessage(Style.Verbose, "VERBOSE", message);

    public override void WriteDebugLine(string message) => WriteMessage(Style.Debug, "DEBUG", message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (gate)
        {
            progress.Show(record);
        }
    }

    public override string ReadLine() => questions.AskLine(string.Empty);

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        questions.AskChoice(caption, message, choices, defaultChoice);

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) =>
        questions.AskFields(caption, message, descriptions);

    public override SecureString ReadLineAsSecureString() => throw NoSecrets();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw NoSecrets();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw NoSecrets();

    private static HostException NoSecrets() => new("This host doesn't ask for passwords. Run the command in pwsh.");

    private void WriteMessage(string style, string kind, string message) =>
        Write(terminal.Error, $"{style}{kind}: {message}{PSStyle.Instance.Reset}\n");

    private void Write(TerminalStream stream, string text)
    {
        lock (gate)
        {
            progress.Erase();
            stream.Write(text);
        }
    }
}
