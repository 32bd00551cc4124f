using System.Runtime.InteropServices;

namespace OpteriusDkim.Tests;

/// <summary>The process's umask, set for one test; such tests run alone.</summary>
internal sealed partial class Umask : IDisposable
{
    private readonly uint before;

    public Umask(uint mask) => before = Set(mask);

    public void Dispose() => _ = Set(before);

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint Set(uint mask);
}
