using System.Text;

namespace OpteriusDkim;

/// <summary>The help topic about findings is made from the table; with OPTERIUS_DKIM_WRITE_HELP set it is written anew.</summary>
public sealed class FindingsTopicTests
{
    private const int Width = 96;

    private static string TopicPath => Path.Combine(Repository.Root, "en-US", "about_OpteriusDkim_Findings.help.txt");

    [Fact]
    public void The_help_topic_about_findings_is_what_the_table_makes()
    {
        var made = Render();
        if (Environment.GetEnvironmentVariable("OPTERIUS_DKIM_WRITE_HELP") is not null)
        {
            File.WriteAllText(TopicPath, made);
        }

        Assert.Equal(made, File.ReadAllText(TopicPath));
    }

    private static string Render()
    {
        var text = new StringBuilder("""
            TOPIC
                about_OpteriusDkim_Findings

            SHORT DESCRIPTION
                Every finding and error: code, severity, meaning and remedy.

            LONG DESCRIPTION
                A finding has a stable Code, a Severity, a Message and Advice. The same codes are
                the ids of errors ($_.FullyQualifiedErrorId begins with the code). Words in braces
                stand for what was found.


            """);
        foreach (var rule in FindingTable.All)
        {
            text.Append("    ").Append(rule.Code).Append(" (").Append(rule.Severity).Append(")\n");
            Wrap(text, rule.Message);
            Wrap(text, rule.Advice);
            text.Append('\n');
        }

        return text.Append("SEE ALSO\n    about_OpteriusDkim\n    Test-DkimDns\n").ToString();
    }

    private static void Wrap(StringBuilder text, string paragraph)
    {
        const string Indent = "        ";
        var column = 0;
        foreach (var word in paragraph.Split(' '))
        {
            var fits = column > 0 && column + 1 + word.Length <= Width;
            text.Append(fits ? " " : column > 0 ? "\n" + Indent : Indent).Append(word);
            column = (fits ? column + 1 : Indent.Length) + word.Length;
        }

        text.Append('\n');
    }
}
