namespace OpteriusDkim;

/// <summary>Contrast, width and accessible names of the HTML report, as the browser computes them.</summary>
public sealed class ReportDesignTests(BrowserFixture fixture) : ReportPageTest(fixture)
{
    private const string OpenAll = "document.querySelectorAll('.opener[aria-expanded=false]').forEach(button => button.click())";

    // WCAG 2.2, 1.4.3: the ratio of each text to what is painted below it, 4.5 or more, 3 for large texts.
    private const string LowContrast = """
        const channel = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
        const parse = text => text.match(/[\d.]+/g).map(Number);
        const luminance = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
        const ratio = (one, other) => {
          const [a, b] = [luminance(one), luminance(other)].sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05);
        };
        const backOf = element => {
          for (let at = element; at; at = at.parentElement) {
            const color = parse(getComputedStyle(at).backgroundColor);
            if (color.length < 4 || color[3] === 1) { return color; }
          }
          return [255, 255, 255];
        };
        const low = [];
        let count = 0;
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const element = walker.currentNode.parentElement;
          const style = getComputedStyle(element);
          if (!walker.currentNode.data.trim() || !element.checkVisibility()) { continue; }
          if (element.closest('.hidden, .skip, script, title, option, button:disabled')) { continue; }
          const color = parse(element.closest('svg') ? style.fill : style.color);
          const size = parseFloat(style.fontSize);
          const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
          const found = ratio(color, backOf(element.closest('svg')?.parentElement ?? element));
          count++;
          if (found < (isLarge ? 3 : 4.5)) { low.push(`${walker.currentNode.data.trim()}: ${found.toFixed(2)}`); }
        }
        // 1.4.11: what shows that something is a control.
        for (const control of document.querySelectorAll('input, select, .chip, .copy, .bar')) {
          const style = getComputedStyle(control);
          const color = parse(control.closest('svg') ? style.fill : style.borderTopColor);
          const found = ratio(color, backOf(control.parentElement.closest(':not(svg)')));
          if (control.checkVisibility() && found < 3) { low.push(`${control.tagName} ${control.className}: ${found.toFixed(2)}`); }
        }
        return `${count > 50 ? 'enough' : count} texts; ${low.join('; ')}`;
        """;

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    [InlineData(360, true)]
    public async Task Texts_and_controls_have_the_contrast_of_WCAG(int width, bool isDark)
    {
        await Browser.ShowAsAsync(width, 900, isDark);
        await OpenAsync(SampleStatuses.Host);
        await Browser.RunAsync(OpenAll);
        await Browser.RunAsync("document.querySelector('#tiles .critical').click()");
        await Browser.RunAsync("document.querySelector('#tiles .critical').click()");
        await Browser.RunAsync("document.querySelector('#causes button').setAttribute('aria-pressed', 'true')");

        Assert.Equal("enough texts; ", (await Browser.RunAsync(LowContrast)).GetString());
        var back = await Browser.TextAsync("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(isDark ? "rgb(16, 20, 26)" : "rgb(244, 246, 249)", back);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1160)]
    [InlineData(1180)]
    [InlineData(1280)]
    public async Task The_page_fits_its_width(int width)
    {
        await Browser.ShowAsAsync(width, 900, isDark: false);
        await OpenAsync([.. SampleStatuses.Host, SampleStatuses.Unpublished(string.Join('.', Enumerable.Repeat(new string('a', 60), 3)))]);
        await Browser.RunAsync(OpenAll);

        Assert.Equal("true", await Browser.TextAsync("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    [Fact]
    public async Task Each_control_has_a_name_and_the_narrow_page_keeps_the_roles_of_a_table()
    {
        await Browser.ShowAsAsync(360, 900, isDark: false);
        await OpenAsync(SampleStatuses.Host);
        await Browser.RunAsync(OpenAll);
        var tree = await Browser.DevToolsAsync("Accessibility.getFullAXTree", []);
        var nodes = tree.GetProperty("nodes").EnumerateArray()
            .Where(node => !node.GetProperty("ignored").GetBoolean())
            .Select(node => (Role: ValueOf(node, "role"), Name: ValueOf(node, "name")))
            .ToArray();

        Assert.DoesNotContain(
            nodes, node => node.Role is "button" or "searchbox" or "combobox" or "link" or "image" && node.Name.Length == 0);
        Assert.Contains(nodes, node => node.Role == "table" && node.Name == "Domains");
        Assert.Equal(12, nodes.Count(node => node.Role == "rowheader" && node.Name.Contains("example", StringComparison.Ordinal)
            && !node.Name.StartsWith("mail", StringComparison.Ordinal)));
        Assert.Contains(nodes, node => node.Role == "button" && node.Name == "Copy the value of mail._domainkey.example.com");
    }

    private static string ValueOf(System.Text.Json.JsonElement node, string property) =>
        node.TryGetProperty(property, out var value) && value.TryGetProperty("value", out var text) ? text.ToString() : "";
}
