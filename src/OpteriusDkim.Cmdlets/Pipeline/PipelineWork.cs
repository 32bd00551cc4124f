using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading.Channels;

namespace OpteriusDkim;

/// <summary>
/// Background jobs with limited concurrency. Their output is written on the pipeline thread at the next opportunity. Starting
/// a job blocks while the queue is full, so memory use stays constant.
/// </summary>
internal sealed partial class PipelineWork : IProgressLog, IDisposable
{
    private readonly PSCmdlet cmdlet;
    private readonly WorkProgress progress;
    private readonly int limit;
    private readonly CancellationTokenSource stop;
    private readonly Channel<Job> jobs;
    private readonly ConcurrentQueue<Action> toWrite = new();
    private readonly AutoResetEvent outputArrived = new(initialState: false);
    private int workers;
    private int unfinished;
    private int finished;
    private int waiting;

    public PipelineWork(PSCmdlet cmdlet, string activity, int limit, CancellationToken stopping)
    {
        this.cmdlet = cmdlet;
        progress = new WorkProgress(cmdlet, activity);
        this.limit = limit;
        jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(limit) { SingleWriter = true });
        stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    /// <summary>How many items are finished, and how many there are, for cmdlets whose jobs have many; null to count jobs.</summary>
    public Func<(int Finished, int Total)>? Items { get; set; }

    /// <summary>Sets the number of items, for percentage and time left.</summary>
    public void Expect(int items) => progress.Expected = items;

    /// <summary>Counts an item of a job with several.</summary>
    public void CountItem() => Post(() => finished++);

    /// <summary>Queues a job, and writes available output.</summary>
    /// <param name="items">How many items the job counts for when it is done.</param>
    public void Start(object subject, Func<CancellationToken, Task> work, int items = 1)
    {
        while (!jobs.Writer.TryWrite(new Job(subject, work, items)))
        {
            AwaitAndWrite();
        }

        unfinished++;
        if (workers < limit && workers < unfinished)
        {
            workers++;
            _ = Task.Run(WorkAsync);
        }

        Write();
    }

    /// <summary>Waits for all jobs and writes their output.</summary>
    public void Finish()
    {
        while (unfinished > 0)
        {
            AwaitAndWrite();
        }

        progress.Hide();
    }

    /// <summary>Cancels the jobs. Changes in progress are completed; remaining output is discarded.</summary>
    public void Dispose()
    {
        stop.Cancel();
        jobs.Writer.TryComplete();
        while (jobs.Reader.TryRead(out _))
        {
            unfinished--;
        }

        while (unfinished > 0)
        {
            outputArrived.WaitOne(WorkProgress.Pause);
            while (toWrite.TryDequeue(out var action))
            {
                if (action == CountDone)
                {
                    action();
                }
            }
        }

        stop.Dispose();
        outputArrived.Dispose();
    }

    private void Post(Action write)
    {
        toWrite.Enqueue(write);
        if (Interlocked.Exchange(ref waiting, 0) == 1)
        {
            outputArrived.Set();
        }
    }

    /// <summary>Waits for output without spinning.</summary>
    private void AwaitAndWrite()
    {
        Interlocked.Exchange(ref waiting, 1);
        if (toWrite.IsEmpty)
        {
            WaitHandle.WaitAny([outputArrived, stop.Token.WaitHandle]);
        }

        stop.Token.ThrowIfCancellationRequested();
        Write();
        if (Items?.Invoke() is { } items)
        {
            progress.Expected = items.Total;
            progress.ShowCount(items.Finished, 0);
        }
        else
        {
            progress.ShowCount(finished, unfinished);
        }
    }

    private void Write()
    {
        while (toWrite.TryDequeue(out var write))
        {
            write();
        }
    }

    private void CountDone() => unfinished--;

    private async Task WorkAsync()
    {
        while (await jobs.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (jobs.Reader.TryRead(out var job))
            {
                await RunAsync(job).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(Job job)
    {
        try
        {
            await job.Work(stop.Token).ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            Fail(exception);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
#pragma warning disable CA1031 // A failure of one job must not lose the results of others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            PostMessage(() => cmdlet.WriteError(exception.ToUnexpectedErrorRecord(job.Subject)));
        }
        finally
        {
            Post(() => finished += job.Items);
            Post(CountDone);
        }
    }

    private readonly record struct Job(object Subject, Func<CancellationToken, Task> Work, int Items);
}
