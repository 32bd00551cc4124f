namespace OpteriusDkim.Signing.Postfix;

/// <summary>A service of Postfix's master.cf (master(5)).</summary>
/// <param name="Name">For example <c>smtp</c>, <c>submission</c> or <c>127.0.0.1:10025</c>.</param>
/// <param name="Type"><c>inet</c>, <c>unix</c> or <c>pass</c>.</param>
/// <param name="IsChrooted">Whether it runs in a chroot of the queue directory.</param>
/// <param name="Overrides">Its <c>-o</c> settings.</param>
internal sealed record PostfixService(
    string Name, string Type, bool IsChrooted, string Command, IReadOnlyDictionary<string, string> Overrides)
{
    private static readonly string[] SubmissionNames = ["submission", "submissions", "smtps", "587", "465"];

    /// <summary>Name and type in the notation of <c>postconf -P</c>.</summary>
    public string Key => $"{Name}/{Type}";

    /// <summary>Whether its name or port is one for mail submission.</summary>
    public bool IsNamedForSubmission => SubmissionNames.Contains(Name[(Name.LastIndexOf(':') + 1)..]);

    /// <summary>Parses the output of <c>postconf -M</c> and <c>postconf -P</c>.</summary>
    /// <param name="services">One service per line.</param>
    /// <param name="overrides">One setting per line: <c>name/type/setting = value</c>.</param>
    /// <param name="chrootsByDefault">The meaning of <c>-</c> in the chroot column.</param>
    public static IReadOnlyList<PostfixService> Parse(string services, string overrides, bool chrootsByDefault)
    {
        var settings = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var line in overrides.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // A name may contain slashes: for the type unix it is the path of a socket.
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
