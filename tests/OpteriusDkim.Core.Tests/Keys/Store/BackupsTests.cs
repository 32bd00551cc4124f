namespace OpteriusDkim.Tests;

public sealed class BackupsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SetClock clock = new();

    [Fact]
    public void A_copy_has_the_files_name_and_the_time()
    {
        var copy = Keep("mail.private", "content");
        Assert.Equal(folder["state/kept/example.com/mail.private.20260301T120000.0000000Z"], copy);
        Assert.Equal("content", File.ReadAllText(copy));
    }

    [Fact]
    public void A_copy_is_readable_only_by_the_caller()
    {
        var copy = Keep("mail.private", "content");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        foreach (var made in new[] { "state", "state/kept", "state/kept/example.com" })
        {
            Assert.Equal(FileLock.OwnerOnly, File.GetUnixFileMode(folder[made]));
        }
    }

    [Fact]
    public void A_copy_keeps_the_age_of_the_file()
    {
        var age = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(folder.Write("mail.private", "content"), age);
        Assert.Equal(age, File.GetLastWriteTimeUtc(Keep("mail.private")!));
    }

    [Fact]
    public void The_last_ten_of_each_file_are_kept()
    {
        for (var i = 0; i < 13; i++)
        {
            clock.Now += TimeSpan.FromMinutes(1);
            Keep("mail.private", $"key {i}");
            Keep("mail.txt", $"record {i}");
        }

        Assert.Equal(Enumerable.Range(3, 10).Select(i => $"key {i}"), Contents("mail.private"));
        Assert.Equal(Enumerable.Range(3, 10).Select(i => $"record {i}"), Contents("mail.txt"));
    }

    [Fact]
    public void Two_copies_at_one_moment_are_two()
    {
        Keep("mail.private", "first");
        Keep("mail.private", "second");
        Assert.Equal(["first", "second"], Contents("mail.private"));
    }

    // The file of the selector mail.private is mail.private.private.
    [Fact]
    public void Backups_of_one_file_never_displace_those_of_another()
    {
        for (var i = 0; i < 10; i++)
        {
            clock.Now += TimeSpan.FromMinutes(1);
            Keep("mail.private.private", $"other {i}");
        }

        Keep("mail.private", "own");
        Assert.Equal(["own"], Contents("mail.private"));
        Assert.Equal(10, Contents("mail.private.private").Length);
    }

    public void Dispose() => folder.Dispose();

    private string Keep(string name, string content)
    {
        folder.Write(name, content);
        return Keep(name)!;
    }

    private string? Keep(string name)
    {
        using var from = OpenFolder.TryOpen(folder.Path)!;
        return new Backups(folder["state"], clock).Keep(from, name, "example.com");
    }

    private string[] Contents(string name) =>
        [.. Directory.GetFiles(folder["state/kept/example.com"], name + ".2*").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
}
