using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Compare-DkimStatus: finds what has changed since an earlier JSON report.</summary>
[Cmdlet(VerbsData.Compare, "DkimStatus", DefaultParameterSetName = PipelineSet)]
[OutputType(typeof(DkimStatusChange), typeof(string))]
public sealed class CompareDkimStatusCommand : DkimCmdlet
{
    private const string PipelineSet = "Pipeline";
    private const string PathSet = "Path";

    private readonly List<EarlierReport.Entry> given = [];
    private EarlierReport? before;

    /// <summary>The earlier report, in JSON.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string ReferencePath { get; set; } = "";

    /// <summary>The later report, in JSON.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The statuses to compare, from Get-DkimStatus.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PipelineSet)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompleter))]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Returns one text for a mail, or nothing if nobody has to know of the changes.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    private protected override void Begin() => before = EarlierReport.Read(ResolvePath(ReferencePath));

    private protected override void Process()
    {
        foreach (var item in InputObject)
        {
            Cancellation.ThrowIfCancellationRequested();
            var domain = ReportedObjects.Read(this, item);
            given.Add(new EarlierReport.Entry(domain.Domain, domain.Health, domain.Findings));
        }
    }

    private protected override void End()
    {
        var header = ReportHeader.Now(TimeProvider.System);
        var now = ParameterSetName == PathSet
            ? EarlierReport.Read(ResolvePath(Path))
            : new EarlierReport(ReportHeader.Schema, header.Host, header.GeneratedAt, given);
        var changes = StatusComparison.Of(before!, now);
        if (!AsText)
        {
            WriteObject(changes, enumerateCollection: true);
        }
        else if (StatusDigest.Of(before!, now, changes) is { } text)
        {
            WriteObject(text);
        }
    }
}
