using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>What all cmdlets share: the configuration, errors in one form, and an end at once when they are stopped.</summary>
public abstract class DkimCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private DkimConfiguration? configuration;
    private PipelineWork? work;

    /// <summary>The configuration file to use in place of the usual one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationPath { get; set; }

    private protected DkimConfiguration Configuration => configuration!;

    private protected CancellationToken Cancellation => stop.Token;

    /// <summary>The work beside the pipeline, where the cmdlet has opened it.</summary>
    private protected PipelineWork Work => work!;

    /// <summary>Ends waiting and network work.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the configuration: without one no item can be worked on.</summary>
    protected sealed override void BeginProcessing() => Guard(
        () =>
        {
            configuration = LoadConfiguration(ConfigurationPath is null ? null : ResolvePath(ConfigurationPath))
                .With(ChosenSigner, ChosenKeyDirectory);
            Begin();
        },
        ThrowTerminatingError);

    /// <summary>Works on one item of the pipeline.</summary>
    protected sealed override void ProcessRecord() => Guard(Process, WriteError);

    /// <summary>Awaits what is still at work.</summary>
    protected sealed override void EndProcessing() => Guard(End, WriteError);

    /// <summary>Called on another thread at Ctrl+C.</summary>
    protected sealed override void StopProcessing() => stop.Cancel();

    /// <summary>The signer that -Signer names, where the cmdlet takes it; null for the configured or installed one.</summary>
    private protected virtual SignerType? ChosenSigner => null;

    /// <summary>The folder that -KeyDirectory names, where the cmdlet takes it; null for the configured one.</summary>
    private protected virtual string? ChosenKeyDirectory => null;

    /// <summary>Reads the configuration.</summary>
    private protected virtual DkimConfiguration LoadConfiguration(string? path) => DkimConfiguration.Load(path);

    /// <summary>Before the first item; what is wrong here ends the call.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>For each item; what is wrong here is an error, and the next item follows.</summary>
    private protected abstract void Process();

    /// <summary>After the last item.</summary>
    private protected virtual void End() => work?.Finish();

    /// <summary>Opens the work beside the pipeline; it is awaited after the last item, and ends with the cmdlet.</summary>
    /// <param name="activity">What it is, as the progress shows it.</param>
    /// <param name="atOnce">Jobs at once.</param>
    private protected void OpenWork(string activity, int atOnce) => work = new PipelineWork(this, activity, atOnce, Cancellation);

    /// <summary>Called once, also where a pipeline ends early.</summary>
    /// <param name="disposing">True.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            stop.Cancel();
            work?.Dispose();
            stop.Dispose();
        }
    }

    /// <summary>Whether a parameter was said.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Whether -WhatIf was said, here or for the whole session.</summary>
    private protected bool IsDryRun => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var said)
        ? (SwitchParameter)said
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>A path as the session means it: its location isn't the folder of the process.</summary>
    private protected string ResolvePath(string path) => GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>What was given of names that may be empty, as a cell of a table is; null for nothing.</summary>
    private protected static string[]? Given(IEnumerable<string?>? names) =>
        names?.OfType<string>().Where(name => name.Length > 0).ToArray() is { Length: > 0 } given ? given : null;

    /// <summary>A wildcard pattern.</summary>
    private protected static WildcardPattern PatternOf(string text)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException exception)
        {
            throw new InvalidInputException(FindingTable.InvalidPattern.With(("input", PrintableText.Quote(text))), text, exception);
        }
    }

    /// <summary>
    /// Writes what a comparison of the call's keys shows: a shared prime is an error, one key under several names a warning.
    /// </summary>
    private protected void Report(IEnumerable<DkimFinding> comparison)
    {
        foreach (var finding in comparison)
        {
            if (finding.Severity == FindingSeverity.Error)
            {
                WriteError(new BrokenDataException(finding, null).ToErrorRecord());
            }
            else
            {
                Warn(finding);
            }
        }
    }

    /// <summary>Writes a finding as a warning.</summary>
    private protected void Warn(DkimFinding finding) => WriteWarning($"{finding.Message} {finding.Advice}");

    /// <summary>Does something about one item; a failure is that item's error.</summary>
    private protected void Try(Action action) => Guard(action, WriteError);

    private void Guard(Action action, Action<ErrorRecord> report)
    {
        try
        {
            action();
        }
        catch (DkimException exception)
        {
            report(exception.ToErrorRecord());
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped: the engine knows, and nobody waits for more.
        }
    }
}
