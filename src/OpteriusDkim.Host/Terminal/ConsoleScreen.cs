using System.Management.Automation.Host;

namespace OpteriusDkim;

/// <summary>The size of the screen; of all that a screen can do, the formatter asks for no more.</summary>
internal sealed class ConsoleScreen(HostTerminal terminal, bool showsHelp) : PSHostRawUserInterface
{
    /// <summary>Nothing that goes to a file or another program is cut or wrapped: the value of a record has to stay whole.</summary>
    private const int UncutWidth = 4096;

    /// <summary>Help is prose, and is read through a pager.</summary>
    private const int ProseWidth = 100;

    public override Size BufferSize
    {
        get
        {
            if (!terminal.Output.IsTerminal)
            {
                return new Size(showsHelp ? ProseWidth : UncutWidth, 50);
            }

            var size = terminal.Output.Size;
            return new Size(size.Columns, size.Rows);
        }

        set
        {
        }
    }

    public override Size WindowSize { get => BufferSize; set { } }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 1;

    public override string WindowTitle { get; set; } = string.Empty;

    public override bool KeyAvailable => false;

    public override void FlushInputBuffer()
    {
    }

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw Unsupported();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported();

    private static NotSupportedException Unsupported() => new("This host reads and writes lines, not single keys or cells.");
}
