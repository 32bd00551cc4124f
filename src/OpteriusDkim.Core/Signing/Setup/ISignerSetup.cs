namespace OpteriusDkim.Signing.Setup;

/// <summary>Sets up a fresh installation of a signer, so that signing can be enabled for domains.</summary>
internal interface ISignerSetup
{
    /// <summary>Plans the missing folders and files. Read-only.</summary>
    /// <exception cref="DkimException">The daemon's configuration can't be read, or a present key couldn't continue to sign.</exception>
    SignerSetupPlan Plan();
}
