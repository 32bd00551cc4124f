using System.Text;

namespace OpteriusDkim;

/// <summary>The help topic about providers is generated from the table.</summary>
public sealed class ProvidersTopicTests
{
    private static readonly GeneratedTopic Topic = new("about_OpteriusDkim_Providers", width: 80);

    [Fact]
    public void The_help_topic_about_providers_is_generated_from_the_table() => Topic.AssertIs(Render(), GetType());

    private static string Render()
    {
        var text = new StringBuilder(Beginning);
        text.Append(Row("Provider", "Name", "Value", "Limits")).Append(Row("--------", "----", "-----", "------"));
        foreach (var provider in ProviderTable.All)
        {
            text.Append(Row(provider.Name, Word(provider.NameForm), Word(provider.ValueForm), Limits(provider)));
            Topic.Wrap(text, string.Join(' ', Sentences(provider)));
            Topic.Wrap(text, $"Source: {provider.Source} ({provider.SourceYear})");
        }

        return text.Append(End).ToString();
    }

    private static string Row(string provider, string name, string value, string limits) =>
        $"    {provider,-18}{name,-15}{value,-16}{limits}".TrimEnd() + "\n";

    private static IEnumerable<string> Sentences(DkimProvider provider)
    {
        yield return $"{provider.Service}.{(provider.IsCertain ? "" : " (1)")}";
        if (provider.Aliases.Count > 0)
        {
            yield return $"Also: {provider.Aliases}.";
        }

        if (provider.Publisher is { } publisher)
        {
            yield return provider.Plugin is { } plugin ? $"Publisher: {publisher} ({plugin})." : $"Publisher: {publisher}.";
        }

        foreach (var note in provider.Notes)
        {
            yield return note;
        }
    }

    private static string Limits(DkimProvider provider) => string.Join(", ", new[]
    {
        (provider.MinimumTtl, provider.MaximumTtl) switch
        {
            ({ } least, { } most) => $"TTL {least} to {most}",
            ({ } least, null) => $"TTL {least} or more",
            _ => null,
        },
        provider.MaximumLength is { } length ? $"{length} characters" : null,
    }.OfType<string>());

    internal static string Word(NameForm form) => form switch
    {
        NameForm.Relative => "relative",
        NameForm.RelativeOrAbsolute => "relative (2)",
        NameForm.Absolute => "full",
        NameForm.AbsoluteWithDot => "full with dot",
        _ => "selector",
    };

    internal static string Word(ValueForm form) => form switch
    {
        ValueForm.Quoted => "quoted",
        ValueForm.ZoneFile => "zone file",
        ValueForm.Plain => "plain",
        ValueForm.ShellArgument => "shell argument",
        _ => "key only",
    };

    private const string Beginning = """
        TOPIC
            about_OpteriusDkim_Providers

        SHORT DESCRIPTION
            How the DNS services take a record: names, values, and what to look out for.

        LONG DESCRIPTION
            The record is the same everywhere, but the forms of DNS services aren't. Some
            append the zone to the name, others take the full name. A record of a 2048-bit
            key is longer than the 255 bytes that one string of a TXT record holds: some
            services take the strings in quotation marks, others take the text without
            quotation marks and split it themselves.

            Get-DkimRecord shows name and value as they are typed, and notes for the
            service:

                Get-DkimRecord example.com -Provider Route53

            Without -Provider it uses the setting provider of the configuration file, else
            Generic. Tab completes the names; aliases are taken too. Get-DkimProvider lists
            the table as objects.

        A SERVICE THAT ISN'T LISTED
            1. Look at an existing TXT record of the zone in the form where you would edit
               it. Most zones have one that begins with v=spf1.
                   It is shown in quotation marks          use Generic
                   It is shown without quotation marks     use PlainText

            2. If there is none, publish the record with PlainText and check it with
               Test-DkimDns or dig.

            A wrong guess shows in the result:

            dig shows \" inside the text; Test-DkimDns says ValueMistyped
                The quotation marks became part of the text. Publish the value with
                PlainText.

            The text ends at the first space or semicolon; KeyDataMissing
                The service needs quotation marks. Publish the value with Generic.

            The form refuses the value as too long
                It needs the single strings: use Generic.

        THE NAME
            relative        mail._domainkey
                            The service appends the zone. A full name would become
                            mail._domainkey.example.com.example.com.
            full            mail._domainkey.example.com
            full with dot   mail._domainkey.example.com.
            selector        mail

            If the zone is a parent of the domain, name it with -Zone. For
            news.example.com in the zone example.com the relative name is
            mail._domainkey.news:

                Get-DkimRecord news.example.com -Zone example.com -Provider PlainText

        THE VALUE
            quoted          "v=DKIM1; k=rsa; p=MIIB..." "...QAB"
                            The strings in quotation marks, on one line.
            zone file       The same in parentheses, a line for each string.
            shell argument  The same in single quotation marks, for a command line.
            plain           v=DKIM1; k=rsa; p=MIIB......QAB
                            The text on one line, without quotation marks.
            key only        MIIB......QAB

        THE PROVIDERS

        """;

    private const string End = """

            (1) Taken from users' reports, not from documentation. Check the result with
                Test-DkimDns.
            (2) The full name if CyberPanel would take the name for one.

            A record of a 2048-bit key has about 410 characters, one of a 4096-bit key
            about 750.

            PowerShell breaks a long value at the edge of the terminal. To copy it in one
            piece:

                Get-DkimRecord example.com mail -Provider Route53 -AsText

        SEE ALSO
            Get-DkimProvider
            Get-DkimRecord
            Test-DkimDns
            about_OpteriusDkim
            about_OpteriusDkim_Configuration

        """;
}
