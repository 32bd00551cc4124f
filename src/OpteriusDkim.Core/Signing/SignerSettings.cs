using OpteriusDkim.Posix;
using OpteriusDkim.Signing.OpenDkim;
using OpteriusDkim.Signing.Permissions;
using OpteriusDkim.Signing.Rspamd;

namespace OpteriusDkim.Signing;

/// <summary>Where a host's signers have their configuration, and which of them signs.</summary>
internal sealed record SignerSettings
{
    /// <summary>The signer of this host; null where there is none.</summary>
    public SignerType? Signer { get; init; }

    /// <summary>Whether both signers are installed and none is chosen.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>The opendkim.conf(5) that was set; null for the usual one.</summary>
    public string? OpenDkimPath { get; init; }

    /// <summary>Rspamd's configuration file or folder that was set; null for the usual one.</summary>
    public string? RspamdPath { get; init; }

    /// <summary>Where the running daemons listen; empty for what the daemon's own configuration says.</summary>
    public IReadOnlyList<string> Sockets { get; init; } = [];

    /// <summary>As whom a signer reads keys, and what it demands of them.</summary>
    public required Func<SignerType, IAccounts, SignerIdentity> IdentityOf { get; init; }

    /// <summary>The opendkim.conf(5) that is read.</summary>
    public string OpenDkimConfigurationPath => OpenDkimPath ?? OpenDkimConfiguration.DefaultPath;

    /// <summary>The folder of Rspamd's configuration.</summary>
    public string RspamdFolder => RspamdPath is { } path ? RspamdKeyReferences.FolderOf(path) : RspamdKeyReferences.DefaultFolder;
}
