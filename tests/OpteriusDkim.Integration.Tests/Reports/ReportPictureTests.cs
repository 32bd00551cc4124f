using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// Writes pictures of the report to the folder OPTERIUS_DKIM_WRITE_PICTURES. Runs with <c>-explicit only -class *ReportPictureTests</c>.
/// </summary>
public sealed class ReportPictureTests(BrowserFixture fixture) : ReportPageTest(fixture)
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("OPTERIUS_DKIM_WRITE_PICTURES") ?? ".";

    [Theory(Explicit = true)]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(768, false)]
    [InlineData(768, true)]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    public async Task A_picture_is_written(int width, bool isDark)
    {
        await Browser.ShowAsAsync(width, 900, isDark);
        await OpenAsync(SampleStatuses.Host);
        await SaveAsync("top", width, isDark);
        foreach (var domain in (string[])["shop.example.net", "example.org"])
        {
            await Browser.RunAsync($"location.hash = '{domain}'");
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await Browser.RunAsync("document.activeElement.closest('tr').scrollIntoView(); document.activeElement.blur()");
            await SaveAsync(domain, width, isDark);
        }
    }

    [Fact(Explicit = true)]
    public async Task The_picture_of_the_documentation_is_written()
    {
        await Browser.ShowAsAsync(1200, 800, isDark: false);
        await OpenAsync(SampleStatuses.Host);
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Page, page.Replace($"\"host\":\"{Environment.MachineName}\"", "\"host\":\"mx1.example.com\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await Browser.OpenAsync($"file://{Page}");
        await Browser.RunAsync("document.documentElement.style.overflow = 'hidden'");
        await File.WriteAllBytesAsync(
            Path.Combine(Folder, "report.png"), await Browser.PictureAsync(), TestContext.Current.CancellationToken);
    }

    private async Task SaveAsync(string name, int width, bool isDark)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"{name}-{width}-{(isDark ? "dark" : "light")}.png");
        await File.WriteAllBytesAsync(Path.Combine(Folder, file), await Browser.PictureAsync(), TestContext.Current.CancellationToken);
    }
}
