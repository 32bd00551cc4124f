using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>New-DkimKey: generates keys on all cores, and shows the records to publish.</summary>
[Cmdlet(VerbsCommon.New, "DkimKey", SupportsShouldProcess = true)]
[OutputType(typeof(DkimKey))]
public sealed partial class NewDkimKeyCommand : KeyCmdlet
{
    private KeyGenerator? generator;
    private RotationHistory? history;
    private SigningSelectors? signing;
    private SemaphoreSlim? throttle;

    private KeyParameters Parameters => new(Algorithm ?? Configuration.Algorithm, KeySize ?? Configuration.KeySize);

    /// <summary>The signer that will read the key. The default is the configured or installed one.</summary>
    [Parameter]
    public SignerType? Signer { get; set; }

    private protected override SignerType? ChosenSigner => Signer;

    private protected override void Begin()
    {
        // Invalid arguments end the command. Invalid properties of a piped object are errors of that object.
        CheckParameters();
        if (Owner is null && FileOwner.CallerIsRoot && Configuration.SignerIsAmbiguous)
        {
            Warn(FindingTable.SignerAmbiguous.With(("path", Configuration.FilePath), ("line", HostSigners.SignerLine)));
        }

        history = new RotationHistory(Configuration.RotationSettings);
        signing = new SigningSelectors(Configuration, WriteVerbose);
        throttle = new SemaphoreSlim(ThrottleLimit);
        generator = new KeyGenerator(OpenStore(Owner), Ed25519, throttle);
        OpenWork("Generating DKIM keys", Math.Max(ThrottleLimit, KeyGenerator.MaxConcurrentWrites));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        throttle?.Dispose();
    }

    private protected override void Process()
    {
        CheckParameters();
        Work.Expect(MyInvocation.ExpectingInput ? 0 : Domain.Length);
        var selector = Names.Selector.ParseForNewKey(string.IsNullOrEmpty(Selector) ? Configuration.Selector : Selector);
        foreach (var domain in Domain)
        {
            Try(() => Generate(new RecordName(DomainName.Parse(domain), selector)));
        }
    }

    private void CheckParameters() =>
        CheckAlgorithm(Parameters.Algorithm, RequestedKeySize.Of(Algorithm, KeySize, Parameters.Algorithm));

    /// <summary>Refuses an additional key next to the signing one, unless it was requested by selector or with -Force.</summary>
    private void CheckSelector(RecordName name)
    {
        if (Force || Store.SelectorsOf(name.Domain).Contains(name.Selector))
        {
            return;
        }

        var retired = history!.RetiredKeysOf(name.Domain).LastOrDefault(key => key.RecordName == name);
        var isNamed = !string.IsNullOrEmpty(Selector);
        if (retired is null && isNamed)
        {
            return;
        }

        var selectors = string.Join(", ", signing!.Of(name.Domain).Where(selector => selector != name.Selector));
        if (retired is not null)
        {
            throw new InUseException(
                FindingTable.SelectorRetired.With(
                    ("domain", name.Domain),
                    ("selector", name.Selector),
                    ("date", retired.RetiredAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                    ("signing", selectors.Length > 0 ? $"; the domain already signs with {selectors}" : "")),
                name.Value);
        }

        if (selectors.Length > 0)
        {
            throw new InUseException(
                FindingTable.AlreadySigning.With(("domain", name.Domain), ("selectors", selectors), ("selector", name.Selector)),
                name.Value);
        }
    }

    private void Generate(RecordName name)
    {
        CheckSelector(name);
        var parameters = Parameters;
        var what = parameters.Algorithm == DkimKeyAlgorithm.Rsa ? $"RSA {parameters.KeySize}" : "Ed25519";
        if (IsDryRun)
        {
            Store.CheckPut(name, Force);
        }

        if (ShouldProcess(Store.PathOf(name), $"Generate a key ({what}) for {name}"))
        {
            Work.Start(name.Domain.Value, async stopping =>
                Work.Emit(New(Show(await generator!.GenerateAsync(name, parameters, Force, Work, stopping).ConfigureAwait(false)))));
        }
    }

    /// <summary>Makes the view of a new key show the record to publish; keys of a list are table rows.</summary>
    private static PSObject New(DkimKey key)
    {
        var item = new PSObject(key);
        item.TypeNames.Insert(0, "OpteriusDkim.DkimKey#New");
        return item;
    }
}
