using System.Diagnostics;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Progress as one line on the terminal, overwritten as it goes and erased before anything else is written.</summary>
internal sealed class ProgressLine(TerminalStream stream)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long shownAt;
    private int shownLength;

    public void Show(ProgressRecord progress)
    {
        if (!stream.IsTerminal)
        {
            return;
        }

        if (progress.RecordType == ProgressRecordType.Completed)
        {
            Erase();
        }
        else if (shownAt == 0 || Stopwatch.GetElapsedTime(shownAt) >= Pause)
        {
            Replace(Describe(progress));
            shownAt = Stopwatch.GetTimestamp();
        }
    }

    public void Erase()
    {
        if (shownLength > 0)
        {
            Replace(string.Empty);
            stream.Write("\r");
        }
    }

    // By blanks, which every terminal has, rather than by an escape code.
    private void Replace(string text)
    {
        var width = stream.Size.Columns - 1;
        var line = text.Length > width ? text[..width] : text;
        stream.Write("\r" + line.PadRight(Math.Min(shownLength, width)));
        shownLength = line.Length;
    }

    private static string Describe(ProgressRecord progress)
    {
        var percent = progress.PercentComplete >= 0 ? $" {progress.PercentComplete}%" : string.Empty;
        var text = $"{progress.Activity}:{percent} {progress.StatusDescription} {progress.CurrentOperation}";
        return string.Concat(text.Where(character => !char.IsControl(character))).TrimEnd();
    }
}
