namespace OpteriusDkim;

/// <summary>A test with its own sandbox and session.</summary>
public abstract class CmdletTest : IDisposable
{
    protected CmdletTest() => Session = new ModuleSession(Sandbox);

    protected Sandbox Sandbox { get; } = new();

    protected ModuleSession Session { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Session.Dispose();
        Sandbox.Dispose();
    }

    protected Outcome Run(string script) => Session.Run(script);

    /// <summary>Creates keys that are fast to generate.</summary>
    protected void MakeKeys(params string[] names)
    {
        foreach (var name in names)
        {
            var parts = name.Split("._domainkey.");
            Assert.Empty(Run($"New-DkimKey {parts[1]} {parts[0]} -Algorithm Ed25519").Errors);
        }
    }

    protected static IEnumerable<object?> Each(Outcome outcome, string property) =>
        outcome.Objects.Select(item => item.Properties[property].Value);
}
