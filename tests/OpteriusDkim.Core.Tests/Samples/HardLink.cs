namespace OpteriusDkim.Tests;

/// <summary>Creates hard links.</summary>
internal static class HardLink
{
    public static void Make(string existing, string path) =>
        Assert.Equal(0, Libc.Link(Libc.CurrentFolder, existing, Libc.CurrentFolder, path, 0));
}
