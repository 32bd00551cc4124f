using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Disable-DkimSigning: removes domains from the signer's tables, reloads it, and proves that their mail isn't signed.
/// </summary>
[Cmdlet(VerbsLifecycle.Disable, "DkimSigning", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DkimSigningEntry))]
public sealed class DisableDkimSigningCommand : SigningCmdlet
{
    private SigningState? current;
    private SigningReport? report;

    /// <summary>Returns the removed entries, with the outcome Unsigned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private SigningState Current => current ??= Tables.Read();

    private protected override SigningChange ChangeFor(DomainName domain) => new(domain, null);

    /// <summary>A pattern matches only domains of the store that sign.</summary>
    private protected override SigningChange? ChangeForMatching(DomainName domain) =>
        Current.OwnEntries(domain).Count > 0 ? ChangeFor(domain) : null;

    private protected override string Action(SigningChange change) => "Stop signing (mail will leave unsigned)";

    private protected override void Show(SigningChange change, SigningState before, SigningState after)
    {
        if (!PassThru)
        {
            return;
        }

        report ??= new SigningReport(before, Store, new KeySafety(), Composition.Ed25519());
        var own = before.OwnEntries(change.Domain).Select(entry => entry.Source).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in report.EntriesFor(change.Domain).Where(entry => own.Contains(entry.Source)))
        {
            Work.Emit(entry with { Outcome = DkimSigningOutcome.Unsigned, Findings = [] });
        }
    }
}
