namespace OpteriusDkim;

/// <summary>A report that is being written to a file.</summary>
internal sealed class ReportFile : IDisposable
{
    // 0644: reports hold nothing secret, and a web server or collector reads them.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly ReplacementFile file;
    private readonly IReportWriter writer;
    private readonly bool mayExist;

    /// <summary>Begins a report. Nothing is visible before it is complete.</summary>
    /// <exception cref="DkimException">The file can't be written.</exception>
    public ReportFile(string path, DkimReportFormat format, bool mayExist)
    {
        this.mayExist = mayExist;
        Path = path;
        file = ReplacementFile.Begin(path, Mode, mayExist);
        try
        {
            writer = ReportFormats.WriterOf(format, file.Content, ReportHeader.Now(TimeProvider.System));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public void Add(ReportedDomain domain) => writer.Add(domain);

    /// <summary>Completes the file and gives it its name.</summary>
    public void Complete()
    {
        writer.Complete();
        file.Commit(mayExist);
    }

    public void Dispose() => file.Dispose();
}
