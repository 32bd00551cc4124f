using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpteriusDkim;

/// <summary>Chromium without a window, driven by the WebDriver protocol of chromedriver.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Driver = "chromedriver";
    private const string ElementKey = "element-6066-11e4-a52e-4f735466cecf";

    private readonly Process driver;
    private readonly HttpClient client;
    private readonly string profile;
    private string session = "";

    private Browser(Process driver, int port, string profile)
    {
        this.driver = driver;
        this.profile = profile;
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>Why there is no browser; null where there is one.</summary>
    public static string? Missing => Tool.Exists(Driver) && Tool.Exists("chromium")
        ? null
        : "chromium or chromedriver is not installed (Debian's chromium and chromium-driver)";

    public static async Task<Browser> StartAsync()
    {
        var port = FreePort.Next();
        var profile = Directory.CreateTempSubdirectory("opterius-dkim-browser-").FullName;
        var browser = new Browser(Tool.Start(Driver, [$"--port={port}"], [("HOME", profile)]), port, profile);
        await browser.AwaitDriverAsync();
        var options = new JsonObject
        {
            ["args"] = new JsonArray(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                $"--user-data-dir={profile}/data"),
        };
        var wanted = new JsonObject
        {
            ["goog:chromeOptions"] = options,
            ["goog:loggingPrefs"] = new JsonObject { ["browser"] = "ALL", ["performance"] = "ALL" },
        };
        var body = new JsonObject { ["capabilities"] = new JsonObject { ["alwaysMatch"] = wanted } };
        var made = await browser.SendAsync(HttpMethod.Post, "session", body);
        browser.session = $"session/{made.GetProperty("sessionId").GetString()}/";
        return browser;
    }

    /// <summary>Opens a page and waits until its script has run.</summary>
    public async Task OpenAsync(string address)
    {
        await PostAsync("url", new JsonObject { ["url"] = address });
        Assert.True((await RunAsync("return document.documentElement.dataset.ready === 'true'")).GetBoolean(), "The page isn't ready.");
    }

    /// <summary>Sets the size of the viewport and the color scheme.</summary>
    public async Task ShowAsAsync(int width, int height, bool isDark)
    {
        await DevToolsAsync("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false,
        });
        await MediaAsync("", isDark);
    }

    /// <summary>Sets the medium, <c>print</c> or none, and the color scheme.</summary>
    public Task MediaAsync(string medium, bool isDark) => DevToolsAsync("Emulation.setEmulatedMedia", new JsonObject
    {
        ["media"] = medium,
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" }),
    });

    /// <summary>Runs the body of a function in the page; a promise is awaited.</summary>
    public Task<JsonElement> RunAsync(string script) =>
        PostAsync("execute/sync", new JsonObject { ["script"] = script, ["args"] = new JsonArray() });

    public async Task<string> TextAsync(string script) => (await RunAsync($"return String({script})")).GetString()!;

    /// <summary>Types keys, as a person would, into what has the focus.</summary>
    public Task TypeAsync(string keys)
    {
        var actions = new JsonArray();
        foreach (var key in keys)
        {
            actions.Add(new JsonObject { ["type"] = "keyDown", ["value"] = key.ToString() });
            actions.Add(new JsonObject { ["type"] = "keyUp", ["value"] = key.ToString() });
        }

        var source = new JsonObject { ["type"] = "key", ["id"] = "keyboard", ["actions"] = actions };
        return PostAsync("actions", new JsonObject { ["actions"] = new JsonArray(source) });
    }

    /// <summary>Clicks what a selector of CSS finds.</summary>
    public async Task ClickAsync(string selector)
    {
        var found = await PostAsync("element", new JsonObject { ["using"] = "css selector", ["value"] = selector });
        await PostAsync($"element/{found.GetProperty(ElementKey).GetString()}/click", []);
    }

    /// <summary>The entries of a log since the last call: <c>browser</c> has the console's.</summary>
    public async Task<IReadOnlyList<string>> LogAsync(string kind) =>
        [.. (await PostAsync("se/log", new JsonObject { ["type"] = kind })).EnumerateArray()
            .Select(entry => entry.GetProperty("message").GetString()!)];

    /// <summary>A picture of the viewport, in PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        Convert.FromBase64String((await SendAsync(HttpMethod.Get, session + "screenshot", null)).GetString()!);

    /// <summary>Calls a method of the DevTools protocol.</summary>
    public Task<JsonElement> DevToolsAsync(string method, JsonObject parameters) =>
        PostAsync("goog/cdp/execute", new JsonObject { ["cmd"] = method, ["params"] = parameters });

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (session.Length > 0)
            {
                await SendAsync(HttpMethod.Delete, session.TrimEnd('/'), null);
            }
        }
        finally
        {
            driver.Kill(entireProcessTree: true);
            await driver.WaitForExitAsync();
            driver.Dispose();
            client.Dispose();
            Directory.Delete(profile, recursive: true);
        }
    }

    private Task<JsonElement> PostAsync(string path, JsonObject body) => SendAsync(HttpMethod.Post, session + path, body);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        // A text has a length; chromedriver refuses a body in chunks.
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString()) };
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return response.IsSuccessStatusCode
            ? answer.GetProperty("value")
            : throw new InvalidOperationException($"{path}: {answer.GetProperty("value").GetProperty("message").GetString()}");
    }

    private async Task AwaitDriverAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await SendAsync(HttpMethod.Get, "status", null);
                return;
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
        }
    }
}
