using OpteriusDkim.Findings;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// The keys that Rspamd's dkim_signing and arc use, from <c>rspamadm configdump</c> and its maps, tables and Redis hashes. If they
/// can't be determined, callers get an error, and every key counts as in use.
/// </summary>
internal static class RspamdKeyReferences
{
    public const string DefaultFolder = "/etc/rspamd";
    public const string DefaultUser = "_rspamd";

    private static readonly string[] Files = ["rspamd.conf", "local.d/dkim_signing.conf", "override.d/dkim_signing.conf"];

    /// <summary>Rspamd's folder, from the path of a file in it or in local.d, override.d or modules.d.</summary>
    public static string FolderOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return Path.GetFileName(folder) is "local.d" or "override.d" or "modules.d" ? Path.GetDirectoryName(folder)! : folder;
    }

    /// <summary>Finds the keys of the configuration in a folder.</summary>
    /// <param name="folder">The folder of rspamd.conf.</param>
    /// <param name="configured">The path if it was set explicitly, so that the file must exist; otherwise null.</param>
    /// <param name="redis">Reads Redis; null if not available.</param>
    /// <param name="program">Rspamd's programs; null for those of the package.</param>
    /// <exception cref="InaccessibleException">The keys can't be determined.</exception>
    public static IReadOnlyList<KeyReference> In(
        string folder, SignerFiles files, string? configured = null, IRedis? redis = null, RspamdProgram? program = null)
    {
        if (configured is not null && !files.Exists(configured))
        {
            throw SignerFiles.NoConfiguration(configured);
        }

        if (configured is null && !Files.Select(file => files.Exists(Path.Combine(folder, file))).ToArray().Contains(true))
        {
            return [];
        }

        var sources = new RspamdConfigurationFiles(folder, files);
        RspamdVariables.RequireKnown(sources.LinesOfSigning(), acceptDefaults: false);
        try
        {
            return Of(RspamdDump.Read(folder, program ?? new RspamdProgram()), word => sources.SourceOf(word) ?? folder, files, redis);
        }
        catch (InaccessibleException exception) when (exception.Finding.Code is nameof(FindingTable.SignerTableUnreadable)
            or nameof(FindingTable.SignerConfigurationMissing) or nameof(FindingTable.RspamdConfigurationUnreadable))
        {
            throw new InaccessibleException(
                FindingTable.RspamdKeysUnknown.With(("folder", folder), ("reason", exception.Finding.Message)), folder, exception);
        }
    }

    /// <summary>The keys that a configuration uses.</summary>
    /// <param name="sourceOf">File and line of a word.</param>
    /// <param name="redis">Reads Redis; null if not available.</param>
    /// <exception cref="InaccessibleException">The keys can't be determined.</exception>
    public static IReadOnlyList<KeyReference> Of(
        RspamdConfiguration configuration, Func<string, string> sourceOf, SignerFiles files, IRedis? redis) =>
    [
        .. from settings in new[] { configuration.Signing, configuration.Sealing }
           where settings.IsConfigured
           from reference in new RspamdNamedKeys(settings, new RspamdMaps(settings, sourceOf, null, files), sourceOf)
               .References(() => InRedis(configuration, settings, redis))
           select reference with { Signer = SignerType.Rspamd },
    ];

    private static IEnumerable<KeyReference> InRedis(RspamdConfiguration configuration, RspamdSettings settings, IRedis? redis)
    {
        if (redis is null || configuration.Redis is not { } server)
        {
            throw new InaccessibleException(FindingTable.RspamdKeysElsewhere.With(("setting", "use_redis"), ("source", "redis")), null);
        }

        foreach (var field in redis.FieldsOf(server, settings.KeyHash))
        {
            var source = $"Redis {server}, {settings.KeyHash}, {PrintableText.Clean(field)}";
            for (var dot = field.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = field.IndexOf('.', dot + 1))
            {
                yield return new KeyReference("", source) { Selector = field[..dot], Domain = field[(dot + 1)..] };
            }
        }
    }
}
