using System.Diagnostics;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The progress bar of a cmdlet. It is used on the pipeline's thread only.</summary>
internal sealed class WorkProgress(PSCmdlet cmdlet, string activity)
{
    private const int Id = 0xD41;

    // Objects of the last command of a pipeline are displayed.
    private readonly bool displaysObjects = cmdlet.MyInvocation.PipelinePosition == cmdlet.MyInvocation.PipelineLength;

    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private readonly Stopwatch sinceLast = Stopwatch.StartNew();
    private string shown = "";

    /// <summary>The least time between two counts.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The number of items, which makes percentage and time left known; 0 if unknown.</summary>
    public int Expected { get; set; }

    /// <summary>Shows how many items are done, unless that was shown already.</summary>
    /// <param name="inProgress">How many are being worked on; 0 if they are done one after the other.</param>
    public void ShowCount(int finished, int inProgress)
    {
        // Called for each of many items, so nothing is formatted in vain.
        if (sinceLast.Elapsed < Pause)
        {
            return;
        }

        var status = Expected > 0 ? $"{finished} of {Expected} completed" : $"{finished} completed";
        status = inProgress > 0 ? $"{status}, {inProgress} in progress" : status;
        if (status == shown)
        {
            return;
        }

        sinceLast.Restart();
        var record = new ProgressRecord(Id, activity, status);
        if (Expected >= finished && finished > 0)
        {
            record.PercentComplete = (int)(100L * finished / Expected);
            record.SecondsRemaining = (int)(sinceStart.Elapsed.TotalSeconds / finished * (Expected - finished));
        }

        Show(record);
    }

    /// <summary>Shows what a job waits for.</summary>
    public void ShowWait(string status, DateTime until) => Show(new ProgressRecord(Id, activity, status)
    {
        SecondsRemaining = (int)Math.Max(0, (until - TimeProvider.System.GetUtcNow().UtcDateTime).TotalSeconds),
    });

    /// <summary>
    /// Removes the progress bar before an object that is displayed. With a bar, pwsh asks the terminal for the position of the cursor after
    /// each line, and hangs if Ctrl+C discards a reply.
    /// </summary>
    public void HideBeforeObject()
    {
        if (displaysObjects)
        {
            Hide();
        }
    }

    /// <summary>Removes the progress bar, if there is one.</summary>
    public void Hide()
    {
        if (shown.Length > 0)
        {
            shown = "";
            cmdlet.WriteProgress(new ProgressRecord(Id, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show(ProgressRecord record)
    {
        shown = record.StatusDescription;
        cmdlet.WriteProgress(record);
    }
}
