using OpteriusDkim.Packaging;

namespace OpteriusDkim;

/// <summary>A version in the forms of the manifest, the gallery and Debian.</summary>
public sealed class ReleaseVersionTests
{
    [Theory]
    [InlineData("1.2.0", "1.2.0", "", "1.2.0", "1.2.0-1")]
    [InlineData("1.2.0-rc.1", "1.2.0", "rc0001", "1.2.0-rc0001", "1.2.0~rc.1-1")]
    [InlineData("0.1.0-alpha.0.468", "0.1.0", "alpha00000468", "0.1.0-alpha00000468", "0.1.0~alpha.0.468-1")]
    [InlineData("1.2.0-beta+d7e3a9", "1.2.0", "beta", "1.2.0-beta", "1.2.0~beta-1")]
    public void Each_form_is_valid_where_it_is_used(string text, string core, string prerelease, string gallery, string debian)
    {
        var version = ReleaseVersion.Parse(text);

        Assert.Equal((core, prerelease, gallery, debian), (version.Core, version.Prerelease, version.Gallery, version.Debian));
    }

    [Fact]
    public void Galleries_sort_prereleases_as_text_in_the_order_of_the_versions()
    {
        string[] ordered = ["alpha.0.2", "alpha.0.10", "beta.1", "rc.1", "rc.1.5", "rc.2", "rc.10"];

        var labels = ordered.Select(label => ReleaseVersion.Parse($"1.0.0-{label}").Prerelease).ToArray();

        Assert.Equal(labels.Order(StringComparer.Ordinal), labels);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2")]
    [InlineData("v1.2.0")]
    [InlineData("1.2.0-")]
    [InlineData("1.2.0-rc..1")]
    [InlineData("1.2.0-rc-1")]
    [InlineData("1.2.0-$(id)")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => ReleaseVersion.Parse(text));
}
