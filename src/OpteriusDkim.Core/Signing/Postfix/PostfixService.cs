namespace OpteriusDkim.Signing.Postfix;

/// <summary>A service of Postfix's master.cf (master(5)).</summary>
/// <param name="Name">Its name: <c>smtp</c>, <c>submission</c>, <c>127.0.0.1:10025</c>.</param>
/// <param name="Type"><c>inet</c>, <c>unix</c>, <c>pass</c>.</param>
/// <param name="IsChrooted">Whether it runs with the queue directory as its root.</param>
/// <param name="Overrides">Its <c>-o</c> settings.</param>
internal sealed record PostfixService(
    string Name, string Type, bool IsChrooted, string Command, IReadOnlyDictionary<string, string> Overrides)
{
    private static readonly string[] SubmissionNames = ["submission", "submissions", "smtps", "587", "465"];

    /// <summary>Name and type, as <c>postconf -P</c> writes them.</summary>
    public string Key => $"{Name}/{Type}";

    /// <summary>Whether its name or port says that users submit mail to it.</summary>
    public bool IsNamedForSubmission => SubmissionNames.Contains(Name[(Name.LastIndexOf(':') + 1)..]);

    /// <summary>Reads the output of <c>postconf -M</c> and <c>postconf -P</c>.</summary>
    /// <param name="services">One service a line.</param>
    /// <param name="overrides">One setting a line: <c>name/type/setting = value</c>.</param>
    /// <param name="chrootsByDefault">What <c>-</c> means in the chroot column.</param>
    public static IReadOnlyList<PostfixService> Parse(string services, string overrides, bool chrootsByDefault)
    {
        var settings = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var line in overrides.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // A name may have slashes: it is the path of a socket where the type is unix.
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            var slash = parts[0].LastIndexOf('/');
            if (parts.Length == 2 && slash > 0)
            {
                var key = parts[0][..slash];
                settings.TryAdd(key, new(StringComparer.Ordinal));
                settings[key][parts[0][(slash + 1)..]] = parts[1];
            }
        }

        return
        [
            .. from line in services.Split('\n', StringSplitOptions.RemoveEmptyEntries)
               let columns = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
               where columns.Length >= 8
               select new PostfixService(
                   columns[0],
                   columns[1],
                   columns[4] == "y" || (columns[4] == "-" && chrootsByDefault),
                   columns[7],
                   settings.GetValueOrDefault($"{columns[0]}/{columns[1]}") ?? new(StringComparer.Ordinal)),
        ];
    }
}
