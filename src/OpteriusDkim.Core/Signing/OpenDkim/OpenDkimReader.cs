using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Reads OpenDKIM's configuration and both tables.</summary>
/// <param name="sockets">The sockets of the running daemons; empty for the configured one.</param>
internal sealed class OpenDkimReader(string configurationPath, IReadOnlyList<string> sockets, OpenDkimFeatures features)
{
    /// <summary>Where Debian's start script has it listen, if its configuration has no Socket.</summary>
    public const string DefaultSocket = "local:/run/opendkim/opendkim.sock";

    private const string DefaultPidFile = "/run/opendkim/opendkim.pid";

    /// <summary>The files of the configured tables.</summary>
    /// <exception cref="InaccessibleException">The configuration can't be read.</exception>
    public IEnumerable<string> Paths()
    {
        var configuration = OpenDkimConfiguration.Read(configurationPath);
        var folder = OpenDkimKeyReferences.FolderOf(configuration);
        return new[] { configuration["KeyTable"], configuration["SigningTable"] }
            .Select(directive => DataSetOf(directive, folder))
            .OfType<OpenDkimDataSet>()
            .Where(set => set.IsText)
            .Select(set => set.Path);
    }

    /// <summary>Reads the daemon's properties without its tables.</summary>
    /// <exception cref="InaccessibleException">The configuration can't be read.</exception>
    public SignerDaemon ReadDaemon()
    {
        var configuration = OpenDkimConfiguration.Read(configurationPath);
        return DaemonOf(configuration, OpenDkimKeyReferences.FolderOf(configuration));
    }

    /// <exception cref="InaccessibleException">The configuration or a table can't be read.</exception>
    public OpenDkimState Read()
    {
        var configuration = OpenDkimConfiguration.Read(configurationPath);
        var folder = OpenDkimKeyReferences.FolderOf(configuration);
        var keys = DataSetOf(configuration["KeyTable"], folder);
        var signing = DataSetOf(configuration["SigningTable"], folder);
        var tables = new OpenDkimTables(
            configurationPath,
            configuration,
            folder,
            keys is { IsReadable: true } keySet
                ? new OpenDkimKeyTable(Table(keySet, configuration["KeyTable"]!), keySet.HasPatterns)
                : null,
            signing is { IsReadable: true } signingSet
                ? new OpenDkimSigningTable(Table(signingSet, configuration["SigningTable"]!), signingSet.HasPatterns)
                : null,
            ProblemOf(configuration, keys, signing))
        {
            SupportsAlgorithmField = () =>
                Task.Run(() => features.DetectAlgorithmFieldAsync(CancellationToken.None)).GetAwaiter().GetResult(),
            Scope = OpenDkimScope.Of(configuration, folder, OpenDkimUser.Of(configurationPath, configuration)),
            Unreadable = UnreadableOf(configuration, keys, signing),
        };
        var daemon = DaemonOf(configuration, folder);
        return new OpenDkimState(
            tables, daemon, features, this, () => new OpenDkimStart(configurationPath).ProblemOf(configuration, daemon));
    }

    private static OpenDkimDataSet? DataSetOf(OpenDkimDirective? directive, string folder) =>
        directive is { Value.Length: > 0 } ? OpenDkimDataSet.Parse(directive.Value, folder) : null;

    private static OpenDkimTableFile Table(OpenDkimDataSet set, OpenDkimDirective directive)
    {
        var table = OpenDkimList.TableOf(set);
        return set.IsText ? table : OpenDkimTableFile.Of(table.Path, table.Content, directive.Source);
    }

    private DkimFinding? ProblemOf(OpenDkimConfiguration configuration, OpenDkimDataSet? keys, OpenDkimDataSet? signing)
    {
        if (keys is null || signing is null)
        {
            return FindingTable.TablesNotConfigured.With(
                ("path", configurationPath), ("missing", keys switch
                {
                    null when signing is null => "neither KeyTable nor SigningTable",
                    null => "no KeyTable",
                    _ => "no SigningTable",
                }));
        }

        return FindingOn(FindingTable.TableNotText, configuration, [("KeyTable", keys), ("SigningTable", signing)], set => !set.IsText);
    }

    private static DkimFinding? UnreadableOf(OpenDkimConfiguration configuration, OpenDkimDataSet? keys, OpenDkimDataSet? signing) =>
        FindingOn(FindingTable.TableNotReadable, configuration, [("KeyTable", keys), ("SigningTable", signing)], set => !set.IsReadable);

    private static DkimFinding? FindingOn(
        FindingRule rule, OpenDkimConfiguration configuration, (string Name, OpenDkimDataSet? Set)[] tables,
        Func<OpenDkimDataSet, bool> isWrong) => tables
        .Where(table => table.Set is { } set && isWrong(set))
        .Select(table => rule.With(
            ("source", configuration[table.Name]!.Source), ("table", table.Name), ("type", PrintableText.Quote(table.Set!.Value.Type))))
        .FirstOrDefault();

    /// <summary>Empty if the list can't be read; the state of the tables reports it.</summary>
    private static IReadOnlyList<string> InternalHosts(OpenDkimConfiguration configuration, string folder)
    {
        try
        {
            return configuration.ValueOf("InternalHosts") is { } value && OpenDkimList.Read(value, folder) is { } list ? list.Entries : [];
        }
        catch (InaccessibleException)
        {
            return [];
        }
    }

    private SignerDaemon DaemonOf(OpenDkimConfiguration configuration, string folder)
    {
        var user = OpenDkimUser.Of(configurationPath, configuration).Split(':', 2);
        return new SignerDaemon(SignerType.OpenDkim, configurationPath, user[0])
        {
            Group = user.ElementAtOrDefault(1),
            RequiresSafeKeys = configuration.IsYes("RequireSafeKeys", otherwise: true),
            Unit = "opendkim.service",
            ReloadSignal = "USR1",
            PidFile = configuration["PidFile"] is { Value.Length: > 0 } pid ? ResolvedPath.Full(pid.Value, folder) : DefaultPidFile,
            ListedHosts = InternalHosts(configuration, folder),
            Sockets = sockets.Count > 0 ? sockets : [configuration["Socket"]?.Value ?? DefaultSocket],
        };
    }
}
