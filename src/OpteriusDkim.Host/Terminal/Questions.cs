using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace OpteriusDkim;

/// <summary>Asks whoever sits at the terminal; where nobody does, asking is an error that says how to do without.</summary>
internal sealed class Questions(HostTerminal terminal, Action<string> write)
{
    private const string NobodyToAsk = "There is no terminal to ask at. Give all that is mandatory with the command.";

    private readonly TaskCompletionSource cancelled = new();

    public void Cancel() => cancelled.TrySetResult();

    /// <summary>Asks for one line of text.</summary>
    public string AskLine(string question)
    {
        DemandTerminal(NobodyToAsk);
        write(question);
        return Read() ?? throw new HostException("The question wasn't answered.");
    }

    /// <summary>Asks for a value of each field, as for mandatory parameters that weren't given.</summary>
    public Dictionary<string, PSObject> AskFields(
        string caption, string message, Collection<FieldDescription> fields)
    {
        DemandTerminal(NobodyToAsk);
        WriteHeading(caption, message);
        return fields.ToDictionary(field => field.Name, field => PSObject.AsPSObject(AskField(field)));
    }

    /// <summary>Asks to choose; an empty answer takes the default.</summary>
    public int AskChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        DemandTerminal("There is no terminal to confirm at. Say -Confirm:$false to go ahead without being asked.");
        WriteHeading(caption, message);
        var menu = new ChoiceMenu(choices, defaultChoice);
        while (true)
        {
            var answer = AskLine(menu.Question).Trim();
            if (answer == "?")
            {
                write(menu.Help);
            }
            else if (menu.Choose(answer) is { } choice)
            {
                return choice;
            }
        }
    }

    private void DemandTerminal(string advice)
    {
        if (!terminal.IsInteractive)
        {
            throw new HostException(advice);
        }
    }

    private object AskField(FieldDescription field)
    {
        if (!field.ParameterTypeFullName.EndsWith("[]", StringComparison.Ordinal))
        {
            return AskLine($"{field.Name}: ");
        }

        var values = new List<string>();
        while (AskLine($"{field.Name}[{values.Count}]: ") is { Length: > 0 } value)
        {
            values.Add(value);
        }

        return values.ToArray();
    }

    private void WriteHeading(string caption, string message)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            write(line + "\n");
        }
    }

    // Reading a terminal can't be cancelled. The read is left behind when the run is stopped: the process is about to end.
    private string? Read()
    {
        var reading = Task.Run(terminal.Input.ReadLine);
        Task.WaitAny(reading, cancelled.Task);
        return cancelled.Task.IsCompleted ? throw new PipelineStoppedException() : reading.Result;
    }
}
