using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OpteriusDkim;

/// <summary>The three standard streams of the process.</summary>
internal sealed class HostTerminal
{
    private readonly Lazy<TextReader> input = new(OpenInput);

    public TextReader Input => input.Value;

    public TerminalStream Output { get; } = new(1, !Console.IsOutputRedirected);

    public TerminalStream Error { get; } = new(2, !Console.IsErrorRedirected);

    public bool InColour => Output.InColour || Error.InColour;

    /// <summary>Someone is there to be asked, and sees the question.</summary>
    public bool IsInteractive { get; } = !Console.IsInputRedirected && !Console.IsErrorRedirected;

    [SuppressMessage("Reliability", "CA2000", Justification = "The standard streams live as long as the process.")]
    private static StreamReader OpenInput() =>
        new(new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0), Encoding.UTF8);
}
