namespace OpteriusDkim;

/// <summary>A test of the HTML report in a browser, which opens it as a file.</summary>
public abstract class ReportPageTest(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("opterius-dkim-report-").FullName;

    private protected Browser Browser => fixture.Browser!;

    private protected string Page => Path.Combine(folder, "report.html");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OpteriusDkim.Browser.Missing is not null, OpteriusDkim.Browser.Missing ?? "");
        await Browser.ShowAsAsync(1280, 900, isDark: false);
        await Browser.LogAsync("browser");
        await Browser.LogAsync("performance");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes a report by the cmdlet and opens it.</summary>
    private protected async Task OpenAsync(params IEnumerable<DkimStatus> statuses)
    {
        Write(statuses);
        await Browser.OpenAsync($"file://{Page}");
    }

    private protected void Write(IEnumerable<DkimStatus> statuses)
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        Assert.Empty(session.Run($"$input | Export-DkimReport '{Page}'", [.. statuses]).Errors);
    }

    private protected async Task<string[]> ShownAsync() =>
        (await Browser.TextAsync("[...document.querySelectorAll('.opener')].map(button => button.textContent).join(' ')"))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
