using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace OpteriusDkim;

/// <summary>Keeps the engine from making folders in the caller's home.</summary>
internal static class EngineFolders
{
    /// <summary>To be called before anything else of the engine is.</summary>
    /// <remarks>
    /// It makes them to start, writes nothing there, and fails without: a service has a home that is read-only, or none.
    /// </remarks>
    public static void Choose()
    {
        // The folder of the user's modules is made only where the variable is left to its default.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("XDG_DATA_HOME"))
            && Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
        {
            Environment.SetEnvironmentVariable("XDG_DATA_HOME", Path.Combine(home, ".local", "share"));
        }

        // The folder for caches is always made, but looked up only once: what the host starts finds the caller's again.
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", AppContext.BaseDirectory);
        RuntimeHelpers.RunClassConstructor(typeof(Platform).TypeHandle);
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", caches);
    }
}
