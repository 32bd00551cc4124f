using System.Management.Automation;
using System.Management.Automation.Host;

namespace OpteriusDkim;

/// <summary>The base of cmdlets that register, rotate and retire: what rotations need, and the wait for their end.</summary>
public abstract class RotationCmdlet : KeyCmdlet
{
    /// <summary>The last required action that was shown, by domain, so that each is shown once.</summary>
    private readonly Dictionary<string, string> shownActions = new(StringComparer.Ordinal);

    /// <summary>Waits until nothing is in progress any longer.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>The maximum time to wait, as a time span or in seconds.</summary>
    [Parameter]
    [Seconds]
    [ArgumentCompleter(typeof(NoCompleter))]
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The maximum number of domains processed concurrently.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>The signer. The default is the configured or installed one.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    /// <summary>The activity in progress records.</summary>
    private protected abstract string Activity { get; }

    private protected override void Begin()
    {
        // Not expressed by parameter sets: with sets that differ in -Wait, the engine can't choose one for piped objects.
        if (IsGiven(nameof(WaitTimeout)) && !Wait)
        {
            throw new InvalidInputException(FindingTable.WaitTimeoutWithoutWait.With(), null);
        }

        OpenWork(Activity, 1);
    }

    /// <summary>Runs requests, one per domain, and writes their results.</summary>
    private protected void Run(IEnumerable<RotationRequest> requests)
    {
        RotationRequest[] ready = [.. requests.Select(request => request with { DryRun = IsDryRun })];
        if (ready.Length > 0)
        {
            var waits = Wait && !IsDryRun;
            Work.Expect(waits ? 0 : ready.Length);
            Work.Start("rotation", stopping => RunAsync(ready, waits, stopping), items: 0);
            Work.Finish();
            if (!IsDryRun && KeyDirectory is null && Signer is null)
            {
                Work.Start("index", stopping => new IndexRenewal(Configuration, Store, Ed25519)
                    .RunAsync([.. ready.Select(request => request.Domain)], Work, stopping));
                Work.Finish();
            }
        }
    }

    /// <summary>Writes a result. Errors are also written as warnings, for callers that don't read the object.</summary>
    private protected virtual void Emit(DkimRotation rotation)
    {
        foreach (var finding in rotation.Findings.Where(finding => finding.Severity == FindingSeverity.Error))
        {
            Work.Warn(finding);
        }

        Work.Emit(rotation);
    }

    private protected RotationService Service() => new(Configuration.RotationSettings, Ports(), ThrottleLimit);

    private protected RotationPorts Ports()
    {
        var signer = Composition.Signer(Configuration.RequireSigner(), Configuration.SignerSettings);
        var proof = Composition.SigningProof(LookupInTurn());
        var (state, clock, safety) = (Configuration.StateDirectory, TimeProvider.System, new KeySafety());
        return new RotationPorts(
            new RotationDns(AuthoritativeServers(), new Publishers(Configuration, Cancellation).For, OptionsFor),
            new RotationSigner(
                new SigningSnapshot(signer, clock), proof, Composition.Reload(Configuration), Store,
                used => new SigningService(signer, proof, used, Store, safety, state, clock)),
            new RotationKeys(Store, Ed25519),
            new FileJournals(state),
            new RotationClock(clock));
    }

    /// <summary>Prompts for an action that destroys something, whatever the confirm impact of the cmdlet.</summary>
    /// <param name="parameter">The parameter that asks for the action.</param>
    private protected bool IsAffirmed(string action, string target, string parameter)
    {
        try
        {
            return ShouldContinue($"{action}?", target);
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or HostException)
        {
            throw new InvalidInputException(FindingTable.ConfirmationNeeded.With(("action", parameter)), target, exception);
        }
    }

    /// <summary>Whether -Confirm was given, or the session confirms nothing.</summary>
    private protected bool IsConfirmed => MyInvocation.BoundParameters.ContainsKey("Confirm")
        || LanguagePrimitives.ConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference", ConfirmImpact.High)) is ConfirmImpact.None;

    private Task RunAsync(RotationRequest[] requests, bool waits, CancellationToken stopping) => waits
        ? new RotationWaiter(Service, TimeProvider.System, ShowWaiting, Emit, Fail).UntilOverAsync(requests, WaitTimeout, Work, stopping)
        : Service().RunAsync(requests, EmitCounted, FailCounted, Work, stopping);

    private void EmitCounted(DkimRotation rotation)
    {
        Emit(rotation);
        Work.CountItem();
    }

    private void FailCounted(RotationRequest request, DkimException exception)
    {
        Fail(request, exception);
        Work.CountItem();
    }

    private void Fail(RotationRequest request, DkimException exception) => Work.Fail(exception);

    private void ShowWaiting(DkimRotation rotation, DateTime next)
    {
        Work.ShowWait(rotation.Domain, $"{(rotation.IsAborting ? "Aborting" : rotation.Phase)}: {rotation.NextAction}", next);
        if (rotation.WaitingFor != RotationWait.Person)
        {
            shownActions.Remove(rotation.Domain);
        }
        else if (!shownActions.TryGetValue(rotation.Domain, out var before) || before != rotation.NextAction)
        {
            shownActions[rotation.Domain] = rotation.NextAction;
            var record = rotation.Record is { } shown ? $"\nName:  {shown.Name}\nType:  {shown.Type}\nValue: {shown.Value}" : "";
            Work.ReportWaiting($"Action required for {rotation.Domain}. {rotation.NextAction}{record}");
        }
    }
}
