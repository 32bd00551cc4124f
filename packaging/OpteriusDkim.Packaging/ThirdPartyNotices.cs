using System.Text;

namespace OpteriusDkim.Packaging;

/// <summary>The text with the licences of the packages that ship with the module.</summary>
/// <param name="licenses">Folder of licence texts, {SPDX identifier}.txt.</param>
internal sealed class ThirdPartyNotices(string licenses)
{
    private const string Rule = "----------------------------------------------------------------------";

    public string Render(IReadOnlyList<ShippedPackage> packages)
    {
        var text = new StringBuilder("Third-party notices\n\nOpteriusDkim includes these packages, unchanged, in module/bin/isolated.\n");
        foreach (var package in packages)
        {
            text.Append($"\n{Rule}\n{package.Name} {package.Version}\n");
            text.Append($"Authors: {package.Authors}\nCopyright: {package.Copyright}\n");
            text.Append($"Licence: {package.License}\nProject: {package.Url}\n");
        }

        // Packages of one project have the same text.
        var files = packages.SelectMany(package => package.Texts.Select(file => (Package: package.Name, Name: file.Key, Text: file.Value)));
        foreach (var group in files.GroupBy(file => file.Text))
        {
            var names = string.Join(", ", group.Select(file => file.Package));
            text.Append($"\n{Rule}\n{group.First().Name} of {names}\n\n{group.Key}\n");
        }

        foreach (var license in packages.Select(package => package.License).Distinct().Order(StringComparer.Ordinal))
        {
            text.Append($"\n{Rule}\nLicence {license}\n\n{TextOf(license)}\n");
        }

        return text.ToString();
    }

    private string TextOf(string license)
    {
        var path = Path.Combine(licenses, $"{license}.txt");
        return File.Exists(path)
            ? File.ReadAllText(path).TrimEnd()
            : throw new InvalidDataException($"The text of the licence {license} is missing. Add {path} if the module may include it.");
    }
}
