using OpteriusDkim.Packaging;

namespace OpteriusDkim;

/// <summary>Release notes from CHANGELOG.md.</summary>
public sealed class ChangelogTests
{
    private const string Text = "# Changelog\n\n## [Unreleased]\n\n### Added\n- New.\n\n## [1.2.0] - 2027-01-31\n\n### Fixed\n- Old.\n";

    [Theory]
    [InlineData("1.2.0", "### Fixed\n- Old.")]
    [InlineData("1.3.0-alpha.0.1", "### Added\n- New.")]
    public void The_notes_are_those_of_the_version_else_what_is_unreleased(string version, string notes) =>
        Assert.Equal(notes, Changelog.NotesOf(Text, ReleaseVersion.Parse(version)));
}
