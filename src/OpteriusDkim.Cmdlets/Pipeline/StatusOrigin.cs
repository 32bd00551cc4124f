namespace OpteriusDkim;

/// <summary>Opens what the status of domains is read from.</summary>
internal sealed class StatusOrigin(DkimConfiguration configuration, IKeyStore store, IEd25519 ed25519)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The time limit for a reply of a signer; null for the default.</summary>
    public TimeSpan? SignerTimeout { get; init; }

    /// <summary>
    /// The public index to read from: for an ordinary user who can't list the keys, or has none, where there is an index; else null.
    /// </summary>
    public PublicIndex? Index()
    {
        if (FileOwner.CallerIsRoot || HasKeys())
        {
            return null;
        }

        return new[] { configuration.StateDirectory, configuration.RotationSettings.SystemStateDirectory }
            .Select(folder => new PublicIndex(folder)).FirstOrDefault(index => index.Exists);
    }

    /// <summary>Reads the tables of the signers. What can't be read is a problem of every domain.</summary>
    public StatusSources Sources()
    {
        var signers = new List<StatusSigner>();
        var problems = new List<DkimFinding>();
        foreach (var type in configuration.Signers)
        {
            try
            {
                signers.Add(Open(type));
            }
            catch (DkimException exception)
            {
                problems.Add(exception.Finding);
            }
        }

        if (configuration.Signers.Count == 0)
        {
            problems.Add(FindingTable.NoSigner.With());
        }

        return new StatusSources
        {
            Keys = store,
            Ed25519 = ed25519,
            History = new RotationHistory(configuration.RotationSettings),
            Rotation = configuration.RotationSettings,
            Signers = signers,
            SignerProblems = problems,
        };
    }

    /// <summary>Whether the caller has keys and can list them: the folder of all may be open while those in it are closed.</summary>
    private bool HasKeys()
    {
        try
        {
            return store.Domains().FirstOrDefault() is { } first && store.SelectorsOf(first) is not null;
        }
        catch (InaccessibleException)
        {
            return false;
        }
    }

    private StatusSigner Open(SignerType type)
    {
        var state = Composition.Signer(type, configuration.SignerSettings).Read();

        // With several installed signers, only one that signs has to receive Postfix's mail.
        var isAdvised = configuration.Signers.Count == 1 || state.MaySign;
        return new StatusSigner(
            state,
            Composition.SignatureVerifier(),
            PostfixWiring.SubmissionOf(configuration.PostfixConfigurationPath),
            [.. state.OfProcess, .. isAdvised ? PostfixWiring.ProblemsOf(configuration.PostfixConfigurationPath, state.Daemon) : []])
        {
            Timeout = SignerTimeout ?? DefaultTimeout,
        };
    }
}
