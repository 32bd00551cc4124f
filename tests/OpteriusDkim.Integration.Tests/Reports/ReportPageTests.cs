using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpteriusDkim;

/// <summary>What the HTML report does in a browser: sorting, filtering, sections, copying, and nothing besides.</summary>
public sealed class ReportPageTests(BrowserFixture fixture) : ReportPageTest(fixture)
{
    private const string Enter = "\uE007";
    private const string Tab = "\uE004";

    [Fact]
    public async Task Domains_with_problems_come_first_and_a_click_on_a_head_sorts()
    {
        await OpenAsync(SampleStatuses.Host);
        Assert.Equal(["example.net", "shop.example.net", "example.org", "legacy.example.com"], (await ShownAsync())[..4]);
        Assert.Equal("descending", await SortOfAsync("health"));

        await Browser.ClickAsync("#heads th[data-key=domain] button");
        var sorted = await ShownAsync();
        Assert.Equal(sorted.Order(StringComparer.Ordinal), sorted);
        Assert.Equal("ascending", await SortOfAsync("domain"));
        Assert.Equal("null", await SortOfAsync("health"));

        await Browser.ClickAsync("#heads th[data-key=domain] button");
        Assert.Equal(sorted.Reverse(), await ShownAsync());
        Assert.Equal("descending", await SortOfAsync("domain"));

        await Browser.ClickAsync("#heads th[data-key=age] button");
        Assert.Equal("legacy.example.com", (await ShownAsync())[0]);
    }

    [Fact]
    public async Task The_filter_takes_words_of_any_column_and_the_number_is_announced()
    {
        await OpenAsync(SampleStatuses.Host);
        await Browser.ClickAsync("#filter");
        await Browser.TypeAsync("ORG waits");
        Assert.Equal(["example.org", "a.example.org"], await ShownAsync());
        Assert.Equal("2 of 12 domains", await Browser.TextAsync("document.getElementById('count').textContent"));
        Assert.Equal("polite", await Browser.TextAsync("document.getElementById('count').getAttribute('aria-live')"));

        await Browser.TypeAsync(" nothing");
        Assert.Empty(await ShownAsync());
        Assert.Equal("No domain matches the filter.", await Browser.TextAsync("document.getElementById('empty').textContent"));
    }

    [Fact]
    public async Task A_figure_and_a_finding_select_their_domains_and_a_second_click_all()
    {
        await OpenAsync(SampleStatuses.Host);
        await Browser.ClickAsync("#tiles .critical");
        Assert.Equal(["example.net", "shop.example.net"], await ShownAsync());
        Assert.Equal("true", await Browser.TextAsync("document.querySelector('#tiles .critical').getAttribute('aria-pressed')"));
        await Browser.ClickAsync("#tiles .critical");
        Assert.Equal(12, (await ShownAsync()).Length);

        await Browser.ClickAsync("#causes button");
        Assert.Equal(["shop.example.net"], await ShownAsync());
    }

    [Fact]
    public async Task The_keyboard_reaches_and_opens_a_section_with_findings_record_and_timeline()
    {
        await OpenAsync(SampleStatuses.Waiting("example.org"));
        await Browser.RunAsync("document.querySelector('#heads th:last-child button').focus()");
        await Browser.TypeAsync(Tab + Enter);

        Assert.Equal("true", await Browser.TextAsync("document.activeElement.getAttribute('aria-expanded')"));
        var section = await Browser.TextAsync("document.getElementById(document.activeElement.getAttribute('aria-controls')).textContent");
        Assert.Contains("RotationWaitsForPerson", section, StringComparison.Ordinal);
        Assert.Contains("Publish this record", section, StringComparison.Ordinal);
        Assert.Contains("mail → mail2: Published, waits for a person", section, StringComparison.Ordinal);
        Assert.Equal("3", await Browser.TextAsync("document.querySelectorAll('svg[role=img] .bar').length"));

        await Browser.TypeAsync(Enter);
        Assert.Equal("false", await Browser.TextAsync("document.activeElement.getAttribute('aria-expanded')"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Object.defineProperty(navigator, 'clipboard', { value: undefined });")]
    [InlineData("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));")]
    public async Task The_value_is_copied_from_a_file_also_without_the_interface_of_the_clipboard(string preparation)
    {
        await OpenAsync(SampleStatuses.Unpublished("example.org"));
        await Browser.RunAsync($"{preparation} location.hash = 'example.org'");
        await Browser.RunAsync("return new Promise(done => setTimeout(done, 100))");
        var value = await Browser.TextAsync("document.querySelector('dd:last-of-type .value').textContent");
        await Browser.ClickAsync("dd:last-of-type .copy");
        Assert.Equal("Copied the value of mail._domainkey.example.org.", await AnnouncedAsync());

        await Browser.RunAsync("document.getElementById('filter').focus()");
        await Browser.DevToolsAsync("Input.dispatchKeyEvent", new()
        {
            ["type"] = "keyDown", ["key"] = "v", ["modifiers"] = 2, ["commands"] = new JsonArray("paste"),
        });
        Assert.Contains("v=DKIM1; k=rsa; p=", value, StringComparison.Ordinal);
        Assert.Equal(value, await Browser.TextAsync("document.getElementById('filter').value"));
    }

    [Fact]
    public async Task Nothing_is_requested_besides_the_file_and_the_console_stays_empty()
    {
        await OpenAsync([.. SampleStatuses.Host, .. SampleStatuses.Many(200)]);
        await Browser.ClickAsync("#next");
        await Browser.ClickAsync(".opener");
        await Browser.ClickAsync("#heads th[data-key=key] button");

        Assert.Empty(await Browser.LogAsync("browser"));
        var requests = (await Browser.LogAsync("performance"))
            .Select(entry => JsonDocument.Parse(entry).RootElement.GetProperty("message"))
            .Where(message => message.GetProperty("method").GetString() == "Network.requestWillBeSent")
            .Select(message => message.GetProperty("params").GetProperty("request").GetProperty("url").GetString()!)
            .ToArray();
        Assert.Contains($"file://{Page}", requests);
        Assert.DoesNotContain(requests, address => address != $"file://{Page}" && !address.StartsWith("data:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hostile_texts_are_shown_and_do_nothing()
    {
        string[] texts =
        [
            "</script><script>document.title='owned'</script>", "<img src=x onerror=\"document.title='owned'\">",
            "<!--<script>", "\u2028];document.title='owned';[", "'\"><svg onload=document.title='owned'>", "${document.title='owned'}",
            "{{constructor.constructor('document.title=1')()}}", "javascript:document.title='owned'", "]]>\u0000\u202E\uD800",
        ];
        foreach (var text in texts)
        {
            await OpenAsync(SampleStatuses.Hostile(text));
            await Browser.ClickAsync(".opener");
            await Browser.RunAsync("return new Promise(done => setTimeout(done, 50))");

            Assert.StartsWith("DKIM report of ", await Browser.TextAsync("document.title"), StringComparison.Ordinal);
            Assert.Equal("2", await Browser.TextAsync("document.scripts.length"));
            Assert.Equal("0", await Browser.TextAsync("document.querySelectorAll('img, [onerror], [onload], svg svg').length"));
            Assert.Equal(
                PrintableText.Clean(text), await Browser.TextAsync("document.querySelector('.finding .text').textContent"));
            Assert.Empty(await Browser.LogAsync("browser"));
        }
    }

    [Fact]
    public async Task An_added_script_is_refused_by_the_policy()
    {
        await OpenAsync(SampleStatuses.Healthy("example.com"));
        await Browser.RunAsync(
            "const added = document.createElement('script'); added.textContent = \"document.title = 'owned'\"; "
            + "document.body.append(added)");
        Assert.NotEqual("owned", await Browser.TextAsync("document.title"));
        Assert.Contains(await Browser.LogAsync("browser"), entry => entry.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ten_thousand_domains_are_usable_within_three_seconds()
    {
        Write(SampleStatuses.Many(10_000));
        await Browser.ShowAsAsync(1280, 900, isDark: false);
        await Browser.OpenAsync($"file://{Page}");
        var load = await Browser.TextAsync("performance.timing.loadEventEnd - performance.timing.navigationStart");
        var sort = await TakenByAsync("document.querySelector('#heads th[data-key=age] button').click()");
        var filter = await TakenByAsync("view.text = 'd9 waits'; select(); view.text = ''; select()");
        var open = await TakenByAsync("document.querySelector('.opener').click()");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"Loaded in {load} ms, sorted in {sort} ms, filtered twice in {filter} ms, opened a section in {open} ms; "
            + $"the file has {new FileInfo(Page).Length / 1024} KiB");

        // What bounds the time: only the rows of one page of the table and the open sections are in the document.
        Assert.Equal("50", await Browser.TextAsync("document.querySelectorAll('#rows > .row').length"));
        Assert.Equal("1", await Browser.TextAsync("document.querySelectorAll('#rows .section').length"));
        Assert.Equal("10,000 domains", await Browser.TextAsync("document.getElementById('count').textContent"));
    }

    [Fact]
    public async Task An_empty_report_says_so()
    {
        await OpenAsync();
        Assert.Contains("no domains", await Browser.TextAsync("document.getElementById('empty').textContent"), StringComparison.Ordinal);
        Assert.Empty(await Browser.LogAsync("browser"));
    }

    [Fact]
    public async Task On_paper_all_pages_are_shown_and_sections_of_problems_are_open()
    {
        await OpenAsync(SampleStatuses.Many(120));
        await Browser.RunAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.Equal("120", await Browser.TextAsync("document.querySelectorAll('#rows > .row').length"));
        Assert.Equal("12", await Browser.TextAsync("document.querySelectorAll('#rows .section').length"));
        await Browser.RunAsync("dispatchEvent(new Event('afterprint'))");
        Assert.Equal("50", await Browser.TextAsync("document.querySelectorAll('#rows > .row').length"));
        Assert.Equal("0", await Browser.TextAsync("document.querySelectorAll('#rows .section').length"));
    }

    private Task<string> SortOfAsync(string key) =>
        Browser.TextAsync($"document.querySelector('#heads th[data-key={key}]').getAttribute('aria-sort')");

    private Task<string> TakenByAsync(string work) => Browser.TextAsync(
        $"(() => {{ const start = performance.now(); {work}; document.body.offsetHeight; "
        + "return Math.round(performance.now() - start) })()");

    private async Task<string> AnnouncedAsync()
    {
        await Browser.RunAsync("return new Promise(done => setTimeout(done, 100))");
        return await Browser.TextAsync("document.getElementById('announce').textContent");
    }
}
