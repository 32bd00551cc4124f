namespace OpteriusDkim;

/// <summary>A browser for the tests of a class, which run one after the other.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>The browser; null on a machine without one.</summary>
    internal Browser? Browser { get; private set; }

    public async ValueTask InitializeAsync() => Browser = Browser.Missing is null ? await Browser.StartAsync() : null;

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
    }
}
