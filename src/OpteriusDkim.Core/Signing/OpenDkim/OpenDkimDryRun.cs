using System.Text.RegularExpressions;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Runs <c>opendkim -t</c> as the daemon's user, which follows the daemon's own code from the
/// tables to the key. The verdicts are in the output of -vv; the exit code doesn't distinguish them.
/// </summary>
internal sealed partial class OpenDkimDryRun(SignerDaemon daemon) : ISigningEndpoint
{
    private const string Program = "/usr/sbin/opendkim";

    // Large tables take seconds to load, without any output.
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromMinutes(2);

    public SignerType Signer => SignerType.OpenDkim;

    public string Name => ISigningEndpoint.Configuration;

    public async Task<IReadOnlyList<ProbeResult?>> TryAsync(IReadOnlyList<ProbeMessage> messages, CancellationToken cancellation)
    {
        if (ReasonNotToRun() is { } reason)
        {
            return [.. messages.Select(message => NotRun(message, reason))];
        }

        // The daemon's user has to read the messages, and they contain nothing confidential.
        using var folder = DryRunFolder.Make();
        folder.OpenToAll();
        var files = messages.Select((message, index) => folder.Write($"{index}", message.Message.ToBytes())).ToArray();
        var results = new ProbeResult?[messages.Count];
        while (Array.IndexOf(results, null) is >= 0 and var first)
        {
            var paths = files[first..];
            var run = await RunAsync(paths, cancellation).ConfigureAwait(false);
            folder.RequirePresent();
            StoreVerdicts(run, paths, messages, results, first);
        }

        return results;
    }

    private static ProbeResult NotRun(ProbeMessage message, DkimFinding finding) =>
        new(DkimSigningOutcome.Unreachable, message.Message) { Findings = [finding] };

    private DkimFinding? ReasonNotToRun()
    {
        if (!File.Exists(Program))
        {
            return FindingTable.SignerProgramMissing.With(("program", Program));
        }

        return FileOwner.CallerIsRoot || Environment.UserName == daemon.User
            ? null
            : FindingTable.ConfigurationNotTried.With(("program", Program), ("user", daemon.User));
    }

    private async Task<SignerProgramResult> RunAsync(string[] paths, CancellationToken cancellation)
    {
        var user = FileOwner.CallerIsRoot ? daemon.User : null;
        try
        {
            return (await SignerProgram.RunAsync(
                Program, ["-x", daemon.ConfigurationPath, "-b", Mode(), "-t", string.Join(',', paths), "-vv"], user, OutputTimeout,
                cancellation).ConfigureAwait(false))!;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SignerProgramResult(-1, "", $"it did not respond for {OutputTimeout.TotalMinutes:0} minutes");
        }
    }

    /// <summary>Signing mode also verifies, because with s alone an unsigned message ends the run.</summary>
    private string Mode()
    {
        var configured = OpenDkimConfiguration.Read(daemon.ConfigurationPath)["Mode"]?.Value;
        return configured is null || configured.Contains('s', StringComparison.OrdinalIgnoreCase) ? "sv" : "v";
    }

    /// <summary>Stores a run's verdicts. A run ends at a temporary failure; the remaining messages go into the next run.</summary>
    private void StoreVerdicts(
        SignerProgramResult run, string[] paths, IReadOnlyList<ProbeMessage> messages, ProbeResult?[] results, int first)
    {
        var verdicts = VerdictsIn(run.Error);
        var signatures = SignatureHeader().Matches(run.Output).Select(match => match.Groups[1].Value)
            .ToLookup(value => DkimSignature.Parse(value).BodyHash);
        for (var i = 0; i < paths.Length; i++)
        {
            if (!verdicts.TryGetValue(paths[i], out var verdict))
            {
                break;
            }

            results[first + i] = Result(messages[first + i], verdict, signatures);
        }

        // No verdict on the first message: the program rejects the configuration or crashed on this message.
        if (results[first] is null)
        {
            var rule = run.Crashed ? FindingTable.ConfigurationCrashes : FindingTable.ConfigurationRefused;
            var finding = rule.With(("program", Program), ("path", daemon.ConfigurationPath), ("reason", run.Reason));
            for (var i = first; i < results.Length; i++)
            {
                results[i] = NotRun(messages[i], finding);
            }
        }
    }

    private static ProbeResult Result(ProbeMessage message, string verdict, ILookup<string, string> signatures)
    {
        var own = signatures[message.BodyHash("sha256")].Concat(signatures[message.BodyHash("sha1")]);
        return verdict switch
        {
            "ACCEPT" or "CONTINUE" =>
                ProbeResult.Passed(own.Aggregate(message.Message, (signed, value) => signed.Insert(0, DkimSignature.HeaderName, value))),
            "TEMPFAIL" => new ProbeResult(DkimSigningOutcome.TemporaryFailure, message.Message),
            _ => new ProbeResult(DkimSigningOutcome.Rejected, message.Message),
        };
    }

    /// <summary>
    /// The verdict on each message: of the first callback that didn't return CONTINUE, else of mlfi_eom. The last
    /// line is always that of mlfi_close and carries no verdict.
    /// </summary>
    private static Dictionary<string, string> VerdictsIn(string text)
    {
        var verdicts = new Dictionary<string, string>();
        foreach (Match match in Verdict().Matches(text))
        {
            if (match.Groups["step"].Value == "eom" || match.Groups["verdict"].Value != "CONTINUE")
            {
                verdicts.TryAdd(match.Groups["path"].Value, match.Groups["verdict"].Value);
            }
        }

        return verdicts;
    }

    [GeneratedRegex(
        @"^opendkim: (?<path>/[^:]+):(?: line \d+:)? mlfi_(?<step>\w+)\(\) returned SMFIS_(?<verdict>\w+)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Verdict();

    [GeneratedRegex(
        @"^### (?:INS|ADD)HEADER: (?:idx=\d+ )?hname='DKIM-Signature' hvalue='([^']*)'",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex SignatureHeader();
}
