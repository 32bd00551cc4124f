using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The base of all cmdlets: configuration, uniform errors, and immediate stopping.</summary>
public abstract class DkimCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private DkimConfiguration? configuration;
    private PipelineWork? work;

    /// <summary>The configuration file to use instead of the default one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationPath { get; set; }

    private protected DkimConfiguration Configuration => configuration!;

    private protected CancellationToken Cancellation => stop.Token;

    /// <summary>The background work, after OpenWork.</summary>
    private protected PipelineWork Work => work!;

    /// <summary>Cancels waits and network operations.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the configuration.</summary>
    protected sealed override void BeginProcessing() => Guard(
        () =>
        {
            configuration = LoadConfiguration(ConfigurationPath is null ? null : ResolvePath(ConfigurationPath))
                .With(ChosenSigner, ChosenKeyDirectory);
            Begin();
        },
        ThrowTerminatingError);

    /// <summary>Processes a pipeline object.</summary>
    protected sealed override void ProcessRecord() => Guard(Process, WriteError);

    /// <summary>Waits for background work.</summary>
    protected sealed override void EndProcessing() => Guard(End, WriteError);

    /// <summary>Called on another thread at Ctrl+C.</summary>
    protected sealed override void StopProcessing() => stop.Cancel();

    /// <summary>The value of -Signer, if the cmdlet has it; null for the configured or installed signer.</summary>
    private protected virtual SignerType? ChosenSigner => null;

    /// <summary>The value of -KeyDirectory, if the cmdlet has it; null for the configured folder.</summary>
    private protected virtual string? ChosenKeyDirectory => null;

    private protected virtual DkimConfiguration LoadConfiguration(string? path) => DkimConfiguration.Load(path);

    /// <summary>Called before the first object. An error ends the command.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>Called for each object. An error doesn't prevent the next objects.</summary>
    private protected abstract void Process();

    /// <summary>Called after the last object.</summary>
    private protected virtual void End() => work?.Finish();

    /// <summary>Starts background work, which is awaited after the last object and ends with the cmdlet.</summary>
    /// <param name="activity">The activity in progress records.</param>
    private protected void OpenWork(string activity, int maxConcurrency) =>
        work = new PipelineWork(this, activity, maxConcurrency, Cancellation);

    /// <summary>Called once, also if the pipeline ends early.</summary>
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

    /// <summary>Shows the progress of a loop over known items, which Ctrl+C ends.</summary>
    /// <param name="activity">The activity in progress records.</param>
    /// <param name="expected">How many items there are; 0 if unknown.</param>
    /// <param name="writesEach">Whether an object is written for each item.</param>
    private protected IEnumerable<T> Counted<T>(string activity, IEnumerable<T> items, int expected, bool writesEach)
    {
        var progress = new WorkProgress(this, activity) { Expected = expected };
        var finished = 0;
        foreach (var item in items)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (writesEach)
            {
                progress.HideBeforeObject();
            }

            yield return item;
            progress.ShowCount(++finished, 0);
        }

        progress.Hide();
    }

    /// <summary>Whether a parameter was given.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Whether -WhatIf was given or is the session's preference.</summary>
    private protected bool IsDryRun => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var value)
        ? (SwitchParameter)value
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Resolves a path relative to the session's location, which isn't the folder of the process.</summary>
    private protected string ResolvePath(string path) => GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>The non-empty ones of given names, for example of table cells; null if there are none.</summary>
    private protected static string[]? Given(IEnumerable<string?>? names) =>
        names?.OfType<string>().Where(name => name.Length > 0).ToArray() is { Length: > 0 } given ? given : null;

    internal static WildcardPattern PatternOf(string text)
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
    /// Writes the results of comparing the command's keys: a shared prime is an error, one key with several names a warning.
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

    /// <summary>Runs an action for one object. A failure is an error of that object.</summary>
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
            // Stopped: no output is expected.
        }
    }
}
