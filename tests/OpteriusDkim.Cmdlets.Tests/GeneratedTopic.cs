using System.Text;

namespace OpteriusDkim;

/// <summary>A help topic that is generated from a table of the module; with OPTERIUS_DKIM_WRITE_HELP set the file is written.</summary>
/// <param name="width">The longest line of a wrapped paragraph.</param>
internal sealed class GeneratedTopic(string name, int width)
{
    private const string Indent = "        ";

    private string Location => Path.Combine(Repository.Root, "en-US", $"{name}.help.txt");

    /// <summary>Asserts that the file has the generated text.</summary>
    /// <param name="made">The generated text.</param>
    /// <param name="test">The test class, which the command for writing the file names.</param>
    public void AssertIs(string made, Type test)
    {
        if (Environment.GetEnvironmentVariable("OPTERIUS_DKIM_WRITE_HELP") is not null)
        {
            File.WriteAllText(Location, made);
        }

        Assert.True(
            made == File.ReadAllText(Location),
            $"en-US/{name}.help.txt differs from the table. Write it, from the root after a build: OPTERIUS_DKIM_WRITE_HELP=1 "
            + $"tests/OpteriusDkim.Cmdlets.Tests/bin/Release/net10.0/OpteriusDkim.Cmdlets.Tests -class {test.FullName}");
    }

    /// <summary>Appends an indented paragraph.</summary>
    /// <param name="text">The topic so far.</param>
    public void Wrap(StringBuilder text, string paragraph)
    {
        var column = 0;
        foreach (var word in paragraph.Split(' '))
        {
            var fits = column > 0 && column + 1 + word.Length <= width;
            text.Append(fits ? " " : Beginning(column)).Append(word);
            column = (fits ? column + 1 : Indent.Length) + word.Length;
        }

        text.Append('\n');
    }

    private static string Beginning(int column) => column > 0 ? "\n" + Indent : Indent;
}
