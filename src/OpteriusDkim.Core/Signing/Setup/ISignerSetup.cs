namespace OpteriusDkim.Signing.Setup;

/// <summary>What a fresh installation of a signer needs so that domains can be enabled in it.</summary>
internal interface ISignerSetup
{
    /// <summary>Works out what is missing; reads only.</summary>
    /// <exception cref="DkimException">The daemon's configuration can't be read, or what signs now couldn't go on.</exception>
    SignerSetupPlan Plan();
}
