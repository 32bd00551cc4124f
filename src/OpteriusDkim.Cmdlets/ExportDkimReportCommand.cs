using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Export-DkimReport: writes the statuses of domains to files for people and programs.</summary>
[Cmdlet(VerbsData.Export, "DkimReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportDkimReportCommand : DkimCmdlet
{
    /// <summary>The parameters that are passed on where the command asks for the statuses itself.</summary>
    private static readonly string[] Passed =
        [nameof(Path), nameof(Format), nameof(NoClobber), nameof(PassThru), nameof(ConfigurationPath), "WhatIf", "Confirm", "Verbose"];

    private readonly List<ReportFile> reports = [];
    private readonly HashSet<string> domains = [];

    /// <summary>The files to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Alias("FilePath")]
    public string[] Path { get; set; } = [];

    /// <summary>The format of all files. The default is that of each file's extension.</summary>
    [Parameter]
    public DkimReportFormat Format { get; set; }

    /// <summary>The statuses. Without pipeline input they are those that Get-DkimStatus returns.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompleter))]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Doesn't replace existing files.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool HasNoInput => !MyInvocation.ExpectingInput && !IsGiven(nameof(InputObject));

    private protected override void Begin()
    {
        if (HasNoInput)
        {
            return;
        }

        foreach (var path in Path.Select(ResolvePath).Distinct())
        {
            var format = IsGiven(nameof(Format)) ? Format : ReportFormats.Of(path);
            if (ShouldProcess(path, $"Write a report as {format}"))
            {
                reports.Add(new ReportFile(path, format, !NoClobber));
            }
            else
            {
                ReplacementFile.Check(path, !NoClobber);
            }
        }
    }

    private protected override void Process()
    {
        foreach (var item in InputObject)
        {
            Cancellation.ThrowIfCancellationRequested();
            Add(ReportedObjects.Read(this, item));
        }
    }

    private protected override void End()
    {
        if (HasNoInput)
        {
            AskForStatuses();
        }

        foreach (var report in reports)
        {
            report.Complete();
            WriteVerbose($"Wrote {report.Path} with {domains.Count} domains.");
            if (PassThru)
            {
                WriteObject(new FileInfo(report.Path));
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reports.ForEach(report => report.Dispose());
        }

        base.Dispose(disposing);
    }

    /// <summary>Runs this command with the output of Get-DkimStatus. Output, errors and progress are those of this command.</summary>
    private void AskForStatuses()
    {
        var export = new Hashtable();
        foreach (var name in Passed.Where(IsGiven))
        {
            export[name] = MyInvocation.BoundParameters[name];
        }

        var ask = new Hashtable();
        if (ConfigurationPath is not null)
        {
            ask[nameof(ConfigurationPath)] = ConfigurationPath;
        }

        try
        {
            using var pipeline = ScriptBlock.Create("param($ask, $export) Get-DkimStatus @ask | Export-DkimReport @export")
                .GetSteppablePipeline(MyInvocation.CommandOrigin, [ask, export]);
            pipeline.Begin(this);
            pipeline.End();
        }
        catch (RuntimeException exception) when (exception.ErrorRecord is not null)
        {
            ThrowTerminatingError(exception.ErrorRecord);
        }
    }

    private void Add(ReportedDomain domain)
    {
        if (!domains.Add(domain.Domain))
        {
            Warn(FindingTable.DomainReportedTwice.With(("domain", domain.Domain)));
            return;
        }

        try
        {
            reports.ForEach(report => report.Add(domain));
        }
        catch (DkimException exception)
        {
            ThrowTerminatingError(exception.ToErrorRecord());
        }
    }
}
