using System.Text;

namespace OpteriusDkim.Tests;

public sealed class ReplacementFileTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string folder = Directory.CreateTempSubdirectory("opterius-dkim-replacement-").FullName;

    private string Target => Path.Combine(folder, "report.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_appears_when_it_is_complete_with_its_mode()
    {
        File.WriteAllText(Target, "before");
        using (var file = ReplacementFile.Begin(Target, Mode, mayExist: true))
        {
            file.Content.Write("after"u8);
            Assert.Equal("before", File.ReadAllText(Target));
            file.Commit(mayExist: true);
        }

        Assert.Equal("after", File.ReadAllText(Target));
        Assert.Equal(Mode, File.GetUnixFileMode(Target));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void What_is_not_completed_leaves_the_earlier_file_and_nothing_else()
    {
        File.WriteAllText(Target, "before");
        using (var file = ReplacementFile.Begin(Target, Mode, mayExist: true))
        {
            file.Content.Write(Encoding.UTF8.GetBytes(new string('x', 1 << 20)));
        }

        Assert.Equal("before", File.ReadAllText(Target));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void An_existing_file_is_kept_where_it_is_wanted_also_one_that_came_meanwhile()
    {
        using (var file = ReplacementFile.Begin(Target, Mode, mayExist: false))
        {
            File.WriteAllText(Target, "another's");
            Assert.Throws<AlreadyExistsException>(() => file.Commit(mayExist: false));
        }

        Assert.Throws<AlreadyExistsException>(() => ReplacementFile.Begin(Target, Mode, mayExist: false));
        Assert.Throws<AlreadyExistsException>(() => ReplacementFile.Check(Target, mayExist: false));
        Assert.Equal("another's", File.ReadAllText(Target));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/full")]
    [InlineData("/srv")]
    public void A_device_or_folder_is_not_replaced(string path) =>
        Assert.ThrowsAny<DkimException>(() => ReplacementFile.Begin(path, Mode, mayExist: true));

    [Fact]
    public void A_missing_folder_is_an_error() =>
        Assert.Throws<NotFoundException>(() => ReplacementFile.Begin(Path.Combine(folder, "no/report.csv"), Mode, mayExist: true));

    [Fact]
    public void The_target_of_a_link_is_replaced_and_the_link_stays()
    {
        var link = Path.Combine(folder, "link.csv");
        File.CreateSymbolicLink(link, Target);
        using (var file = ReplacementFile.Begin(link, Mode, mayExist: true))
        {
            file.Content.Write("after"u8);
            file.Commit(mayExist: true);
        }

        Assert.Equal("after", File.ReadAllText(Target));
        Assert.Equal(Target, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void Only_old_leftovers_of_the_same_file_are_removed()
    {
        var old = Path.Combine(folder, AtomicFile.TemporaryNameOf("report.csv"));
        var fresh = Path.Combine(folder, AtomicFile.TemporaryNameOf("report.csv"));
        var other = Path.Combine(folder, AtomicFile.TemporaryNameOf("other.csv"));
        foreach (var path in (string[])[old, fresh, other])
        {
            File.WriteAllText(path, "");
        }

        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddDays(-2));
        ReplacementFile.Begin(Target, Mode, mayExist: true).Dispose();

        Assert.Equal(((string[])[fresh, other]).Order(), Directory.GetFileSystemEntries(folder).Order());
    }
}
