using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Runtime.InteropServices;
using System.Text;

namespace OpteriusDkim;

/// <summary>Standard output or standard error: UTF-8, in colour on a terminal only.</summary>
internal sealed class TerminalStream
{
    /// <summary>What a terminal is taken for that doesn't know its own size, such as a serial line.</summary>
    private static readonly TerminalSize UsualSize = new(24, 80, 0, 0);

    private readonly int descriptor;

    public TerminalStream(int descriptor, bool isTerminal)
    {
        this.descriptor = descriptor;
        IsTerminal = isTerminal;
        InColour = isTerminal
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not "dumb";
    }

    /// <summary>Raised once, when nothing more can be written.</summary>
    public event Action? Failed;

    public bool IsTerminal { get; }

    public bool InColour { get; }

    /// <summary>The size of the terminal now: its window may have been dragged.</summary>
    public TerminalSize Size =>
        Libc.Control(descriptor, Libc.GetWindowSize, out var size) == 0 && size.Columns > 0 ? size : UsualSize;

    /// <summary>What the process has to say when writing failed; null while it works.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Why writing failed; null while it works, and for a reader that has seen enough, which is no failure.</summary>
    public string? Failure { get; private set; }

    public void WriteLine(string text) => Write(text + "\n");

    /// <summary>Writes the text, without its colours where they would be noise.</summary>
    public void Write(string text)
    {
        var shown = InColour ? text : new StringDecorated(text).ToString(OutputRendering.PlainText);
        var rest = Encoding.UTF8.GetBytes(shown).AsSpan();
        while (rest.Length > 0 && ExitCode is null)
        {
            var written = Libc.Write(descriptor, ref MemoryMarshal.GetReference(rest), rest.Length);
            if (written >= 0)
            {
                rest = rest[(int)written..];
            }
            else
            {
                OnError(Marshal.GetLastPInvokeError());
            }
        }
    }

    private void OnError(int error)
    {
        switch (error)
        {
            case Libc.Interrupted:
                return;
            case Libc.Again:
                // Another process made the pipe non-blocking, and its reader is behind.
                Thread.Sleep(1);
                return;
            case Libc.BrokenPipe:
                End(OpteriusDkim.ExitCode.OutputClosed);
                return;
            default:
                // A full disk, say: the text is cut, and the caller has to know.
                Failure = Marshal.GetPInvokeErrorMessage(error);
                End(OpteriusDkim.ExitCode.Failure);
                return;
        }
    }

    private void End(int exitCode)
    {
        ExitCode = exitCode;
        Failed?.Invoke();
    }
}
