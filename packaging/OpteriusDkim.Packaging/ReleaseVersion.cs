using System.Globalization;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Packaging;

/// <summary>A version of Semantic Versioning 2.0, such as 1.2.0 or 1.2.1-alpha.0.7, in the forms that the packages need.</summary>
internal sealed partial class ReleaseVersion
{
    private const int NumberWidth = 4;

    private ReleaseVersion(string core, string label)
    {
        Core = core;
        Prerelease = string.Concat(label.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(Padded));
        Debian = (label.Length > 0 ? $"{core}~{label}" : core) + "-1";
        Full = label.Length > 0 ? $"{core}-{label}" : core;
    }

    /// <summary>As it was given, without build metadata.</summary>
    public string Full { get; }

    /// <summary>Major, minor and patch: ModuleVersion of the manifest.</summary>
    public string Core { get; }

    /// <summary>
    /// Prerelease of the manifest; empty for a release. PowerShell galleries accept letters and digits only and compare them as text,
    /// so that each number has four digits: alpha.0.7 becomes alpha00000007.
    /// </summary>
    public string Prerelease { get; }

    /// <summary>The version of the gallery's package.</summary>
    public string Gallery => Prerelease.Length > 0 ? $"{Core}-{Prerelease}" : Core;

    /// <summary>The version of the Debian package; the tilde sorts a prerelease before its release.</summary>
    public string Debian { get; }

    /// <exception cref="FormatException">The text is no such version, or its label has a hyphen.</exception>
    public static ReleaseVersion Parse(string text) => Form.Match(text) is { Success: true } match
        ? new ReleaseVersion(match.Groups["core"].Value, match.Groups["label"].Value)
        : throw new FormatException($"'{text}' is not a version such as 1.2.0 or 1.2.1-rc.1. Name the git tag v1.2.1-rc.1, for example.");

    private static string Padded(string part) => part.All(char.IsAsciiDigit)
        ? int.Parse(part, CultureInfo.InvariantCulture).ToString($"D{NumberWidth}", CultureInfo.InvariantCulture)
        : part;

    [GeneratedRegex(
        @"^(?<core>\d+\.\d+\.\d+)(-(?<label>[0-9A-Za-z]+(\.[0-9A-Za-z]+)*))?(\+[0-9A-Za-z.-]+)?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form { get; }
}
