using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Work beside the pipeline: at most so many tasks at once, and all they have to write is written on the pipeline's
/// thread, as soon as that comes by. Who starts one more than the limit waits, so memory stays flat.
/// </summary>
internal sealed class PipelineWork : IStory, IDisposable
{
    private const int ProgressId = 0xD41;
    private static readonly TimeSpan ProgressPause = TimeSpan.FromMilliseconds(250);

    private readonly Cmdlet cmdlet;
    private readonly string activity;
    private readonly int limit;
    private readonly CancellationTokenSource stop;
    private readonly BlockingCollection<Action> toWrite = [];
    private readonly Stopwatch sinceProgress = Stopwatch.StartNew();
    private int running;
    private int finished;
    private bool progressShown;

    public PipelineWork(Cmdlet cmdlet, string activity, int limit, CancellationToken stopping)
    {
        this.cmdlet = cmdlet;
        this.activity = activity;
        this.limit = limit;
        stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    /// <summary>Starts a task, when there is room for it; writes what has come meanwhile.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="work">The task.</param>
    public void Start(object subject, Func<CancellationToken, Task> work)
    {
        while (running >= limit)
        {
            WriteNext();
        }

        running++;
        _ = Task.Run(() => RunAsync(subject, work));
        while (toWrite.TryTake(out var ready))
        {
            ready();
        }
    }

    /// <summary>Awaits all tasks and writes what they have to say.</summary>
    public void Finish()
    {
        while (running > 0)
        {
            WriteNext();
        }

        if (progressShown)
        {
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Writes an object to the pipeline.</summary>
    public void Emit(object result) => Post(() => cmdlet.WriteObject(result));

    /// <summary>Writes an error about one item.</summary>
    public void Fail(DkimException exception) => Post(() => cmdlet.WriteError(exception.ToErrorRecord()));

    /// <summary>Writes a warning.</summary>
    public void Warn(DkimFinding finding) => Post(() => cmdlet.WriteWarning($"{finding.Message} {finding.Advice}"));

    public void Tell(string what) => Post(() => cmdlet.WriteVerbose(what));

    public void TellWaiting(string forWhat) => Post(() => cmdlet.WriteWarning(forWhat));

    /// <summary>Ends the tasks. Those in the middle of a change finish it.</summary>
    public void Dispose()
    {
        stop.Cancel();
        while (running > 0)
        {
            // Only the count is of interest: after the end of a pipeline nothing can be written.
            if (toWrite.Take() is { Target: PipelineWork } done)
            {
                done();
            }
        }

        stop.Dispose();
        toWrite.Dispose();
    }

    private void Post(Action write) => toWrite.Add(write);

    private void WriteNext()
    {
        toWrite.Take(stop.Token)();
        ShowProgress();
    }

    private void CountDone()
    {
        running--;
        finished++;
    }

    private async Task RunAsync(object subject, Func<CancellationToken, Task> work)
    {
        try
        {
            await work(stop.Token).ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            Fail(exception);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
#pragma warning disable CA1031 // One item's failure, whatever it is, must not lose the results of the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Post(() => cmdlet.WriteError(exception.ToUnexpectedErrorRecord(subject)));
        }
        finally
        {
            Post(CountDone);
        }
    }

    private void ShowProgress()
    {
        if (sinceProgress.Elapsed < ProgressPause)
        {
            return;
        }

        sinceProgress.Restart();
        progressShown = true;
        cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, $"{finished} done, {running} under way"));
    }
}
