using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Sync-DkimDomain: makes the domains of this host agree with a list.</summary>
[Cmdlet(VerbsData.Sync, "DkimDomain", SupportsShouldProcess = true)]
[OutputType(typeof(DkimRotation))]
public sealed class SyncDkimDomainCommand : RotationCmdlet
{
    private readonly HashSet<DomainName> listed = [];
    private bool hasInvalid;
    private int right;

    /// <summary>
    /// The domains that this host has to sign for. Any object is taken, so that one without a domain is an error here, not one that the
    /// engine reports without the cmdlet.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [DomainLines]
    [Alias("DomainName", "FQDN")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public object?[]? Domain { get; set; }

    /// <summary>Unregisters the managed domains that the list doesn't have.</summary>
    [Parameter]
    public SwitchParameter Remove { get; set; }

    /// <summary>Unregisters any number of domains without a prompt.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Synchronizing domains";

    private protected override void Process()
    {
        foreach (var item in Domain ?? [null])
        {
            try
            {
                listed.Add(DomainName.Parse(DomainLinesAttribute.DomainOf(item)));
            }
            catch (DkimException exception)
            {
                hasInvalid = true;
                WriteError(exception.ToErrorRecord());
            }
            catch (ArgumentTransformationMetadataException exception)
            {
                hasInvalid = true;
                WriteError(new InvalidInputException(
                    FindingTable.SyncEntryInvalid.With(("reason", exception.Message.TrimEnd('.'))), item, exception).ToErrorRecord());
            }
        }
    }

    private protected override void End()
    {
        var managed = new ManagedDomains(
            Store.Domains().Where(domain => Store.SelectorsOf(domain).Count > 0), new FileJournals(Configuration.StateDirectory));
        var requests = new DomainListRequests(listed, managed);
        var removed = Remove ? Removals(requests.Removals()) : [];
        right += requests.Rotated.Count;
        var registered = requests.Registrations(Names.Selector.Parse(Configuration.Selector));
        Run(
        [
            .. registered.Where(request => ShouldProcess(request.Domain.Value, "Register if it isn't registered") || IsDryRun),
            .. removed.Where(request => ShouldProcess(request.Domain.Value, "Unregister") || IsDryRun),
        ]);
        var summary = listed.Count == 0
            ? "The list has no domains. Nothing was changed."
            : $"{right} of {listed.Count} domains were registered already.";
        WriteInformation(new HostInformationMessage { Message = summary }, ["PSHOST"]);
    }

    /// <summary>Domains that were right already are counted only.</summary>
    private protected override void Emit(DkimRotation rotation)
    {
        if (rotation is { Kind: RotationKind.Registration, EndedAt: not null, StartedAt: null })
        {
            Interlocked.Increment(ref right);
            return;
        }

        base.Emit(rotation);
    }

    private IEnumerable<RotationRequest> Removals(DomainListChange change)
    {
        if (change.RefusalOfRemoval(isComplete: !hasInvalid, Force) is { } refusal)
        {
            WriteError(new InUseException(refusal, null).ToErrorRecord());
            return [];
        }

        var approved = change.Removed.Count == 0 || IsDryRun || Force || IsConfirmed || IsAffirmed(
            $"Unregister {change.Removed.Count} domain(s): stop signing, and remove their records and keys",
            string.Join(", ", change.Removed), "-Remove");
        return approved ? change.Removed.Select(DomainListRequests.RemovalOf) : [];
    }
}
