using OpteriusDkim.Posix;
using OpteriusDkim.Signing.OpenDkim;
using OpteriusDkim.Signing.Permissions;
using OpteriusDkim.Signing.Rspamd;

namespace OpteriusDkim.Signing;

/// <summary>The signer of this host and the paths of the signers' configurations.</summary>
internal sealed record SignerSettings
{
    /// <summary>The signer of this host; null if there is none.</summary>
    public SignerType? Signer { get; init; }

    /// <summary>Whether both signers are installed and signer.type isn't set.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>The configured path of opendkim.conf(5); null for the default.</summary>
    public string? OpenDkimPath { get; init; }

    /// <summary>The configured path of Rspamd's configuration file or folder; null for the default.</summary>
    public string? RspamdPath { get; init; }

    /// <summary>The sockets of the running daemons; empty for those in the daemon's configuration.</summary>
    public IReadOnlyList<string> Sockets { get; init; } = [];

    /// <summary>Finds the user as whom a signer reads keys, and its requirements for key files.</summary>
    public required Func<SignerType, IAccounts, SignerIdentity> IdentityOf { get; init; }

    /// <summary>The effective path of opendkim.conf(5).</summary>
    public string OpenDkimConfigurationPath => OpenDkimPath ?? OpenDkimConfiguration.DefaultPath;

    /// <summary>The folder of Rspamd's configuration.</summary>
    public string RspamdFolder => RspamdPath is { } path ? RspamdKeyReferences.FolderOf(path) : RspamdKeyReferences.DefaultFolder;
}
