using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimRotation: lists active rotations in the state of the last run, and completed ones.</summary>
[Cmdlet(VerbsCommon.Get, "DkimRotation")]
[OutputType(typeof(DkimRotation))]
public sealed class GetDkimRotationCommand : DkimCmdlet
{
    private RotationHistory? history;

    /// <summary>The domains, with wildcards. The default is all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>Omits completed rotations.</summary>
    [Parameter]
    public SwitchParameter Running { get; set; }

    private protected override void Begin()
    {
        history = new RotationHistory(Configuration.RotationSettings);
        WriteVerbose($"Reading rotations from {Configuration.StateDirectory}.");
        if (history.Unread is { } finding)
        {
            Warn(finding);
        }
    }

    private protected override void Process()
    {
        if (Domain.Length == 0)
        {
            WriteMatching(_ => true);
        }

        foreach (var domain in Domain)
        {
            Try(() => Write(domain));
        }
    }

    private void Write(string text)
    {
        if (WildcardPattern.ContainsWildcardCharacters(text))
        {
            var pattern = PatternOf(text);
            WriteMatching(name => pattern.IsMatch(name.Value) || pattern.IsMatch(name.Unicode));
            return;
        }

        var domain = DomainName.Parse(text);
        var rotations = history!.Of(domain);
        if (rotations.Count == 0)
        {
            throw new NotFoundException(
                FindingTable.NeverRotated.With(("domain", domain), ("path", Configuration.StateDirectory)), domain.Value);
        }

        Write(rotations);
    }

    private void WriteMatching(Func<DomainName, bool> wanted)
    {
        foreach (var domain in history!.Domains().Where(wanted))
        {
            Cancellation.ThrowIfCancellationRequested();
            Try(() => Write(history.Of(domain)));
        }
    }

    private void Write(IReadOnlyList<DkimRotation> rotations)
    {
        foreach (var rotation in rotations.Where(rotation => !Running || rotation.EndedAt is null))
        {
            WriteObject(rotation);
        }
    }
}
