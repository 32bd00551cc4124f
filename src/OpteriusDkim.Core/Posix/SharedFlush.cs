using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>
/// Flushes what concurrent writers have written. Those that come while a flush runs share the next one: flushing a file system takes
/// about as long as flushing one file. Few files are flushed by themselves.
/// </summary>
internal sealed class SharedFlush
{
    /// <summary>From this number of files on the file system is flushed.</summary>
    private const int Many = 8;

    /// <summary>Since Linux 5.8 syncfs(2) reports errors of writing.</summary>
    private static readonly bool ReportsErrors = Environment.OSVersion.Version >= new Version(5, 8);

    private readonly object gate = new();
    private List<Request> requests = [];
    private Descriptor? fileSystem;
    private string? device;
    private int writers;
    private bool isRunning;

    /// <summary>Announces a writer, before it writes.</summary>
    /// <param name="folder">The folder of all writers.</param>
    public Writer Begin(OpenFolder folder)
    {
        lock (gate)
        {
            if (writers == 0)
            {
                // An error of writing is reported only to descriptors that were open then.
                fileSystem = folder.OpenItself();
                device = folder.StatusOf(".")?.Device;
            }

            writers++;
            return new Writer(this);
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (--writers == 0)
            {
                fileSystem!.Dispose();
            }
        }
    }

    private Task FlushAsync(IReadOnlyList<Descriptor> files)
    {
        var request = new Request(files);
        lock (gate)
        {
            requests.Add(request);
            if (!isRunning)
            {
                isRunning = true;
                _ = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }

        return request.Completion.Task;
    }

    private void Run()
    {
        while (true)
        {
            List<Request> batch;
            lock (gate)
            {
                if (requests.Count == 0)
                {
                    isRunning = false;
                    return;
                }

                (batch, requests) = (requests, []);
            }

            Flush(batch);
        }
    }

    private void Flush(List<Request> batch)
    {
        if (!ReportsErrors || batch.Sum(request => request.Files.Count) < Many)
        {
            foreach (var request in batch)
            {
                Complete([request], () => FlushEach(request.Files));
            }
        }
        else
        {
            Complete(batch, fileSystem!.FlushFileSystem);
        }
    }

    private static void Complete(List<Request> batch, Action flush)
    {
        try
        {
            flush();
            batch.ForEach(request => request.Completion.SetResult());
        }
        catch (InaccessibleException exception)
        {
            batch.ForEach(request => request.Completion.SetException(exception));
        }
    }

    private static void FlushEach(IReadOnlyList<Descriptor> files)
    {
        foreach (var file in files)
        {
            file.Flush();
        }
    }

    /// <summary>One of the writers.</summary>
    internal sealed class Writer(SharedFlush owner) : IDisposable
    {
        /// <summary>Flushes files and folders.</summary>
        /// <param name="folder">The folder that all of them are in.</param>
        /// <exception cref="InaccessibleException">They can't be flushed.</exception>
        public Task FlushAsync(OpenFolder folder, IReadOnlyList<Descriptor> files)
        {
            if (folder.StatusOf(".")?.Device == owner.device)
            {
                return owner.FlushAsync(files);
            }

            FlushEach(files);
            return Task.CompletedTask;
        }

        public void Dispose() => owner.End();
    }

    private sealed record Request(IReadOnlyList<Descriptor> Files)
    {
        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
