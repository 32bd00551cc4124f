namespace OpteriusDkim.Findings;

/// <content>Which signer signs, and how mail reaches it.</content>
internal static partial class FindingTable
{
    /// <summary>Both signers are installed and none is chosen.</summary>
    public static FindingRule SignerNotChosen { get; } = Error(
        nameof(SignerNotChosen),
        "Both OpenDKIM and Rspamd are installed and signer.type is not set.",
        "Use -Signer OpenDkim or -Signer Rspamd, or write {line} (or Rspamd) to {path}: Set-DkimConfiguration signer.type OpenDkim.");

    /// <summary>Postfix doesn't pass mail to the signer.</summary>
    public static FindingRule PostfixNotWired { get; } = Warning(
        nameof(PostfixNotWired),
        "Postfix ({path}) doesn't pass {mail} to {signer}: its socket ({sockets}) is missing from {settings}.",
        "Run these commands as root, in this order. Present values are kept. With milter_default_action = accept, mail leaves unsigned "
        + "while the signer is down; with tempfail it is refused with 451.{commands}");

    /// <summary>Clients for which Postfix uses other milters.</summary>
    public static FindingRule PostfixMilterMaps { get; } = Warning(
        nameof(PostfixMilterMaps),
        "Postfix ({path}) uses other milters, or none, for the clients in smtpd_milter_maps ({maps}): {clients}. {signer} doesn't sign "
        + "the mail of clients whose entry doesn't name its socket.",
        "If their mail should be signed, add the signer's socket, as in smtpd_milters, to their entries in the map, or remove the "
        + "entries.");

    /// <summary>A signer whose socket Postfix can't reach.</summary>
    public static FindingRule PostfixCannotConnect { get; } = Error(
        nameof(PostfixCannotConnect),
        "Postfix ({path}) can't connect to {signer}: {problem}. With milter_default_action = {action}, {mail} {result}.",
        "Run these commands as root, in this order. Present values are kept. With milter_default_action = accept, mail leaves unsigned "
        + "while the signer is down; with tempfail it is refused with 451.{commands}");

    /// <summary>A daemon that must be restarted.</summary>
    public static FindingRule SignerRestartNeeded { get; } = Information(
        nameof(SignerRestartNeeded),
        "{path} now names tables that the running daemon has not loaded yet.",
        "Restart the daemon now: systemctl restart {unit}. Later changes to the tables need only a reload, which Enable-DkimSigning does.");

    /// <summary>A single-key configuration that can't be converted to tables.</summary>
    public static FindingRule SingleKeyNotConvertible { get; } = Error(
        nameof(SingleKeyNotConvertible),
        "{path} makes OpenDKIM sign by Domain, Selector and KeyFile, which can't be converted to table entries: {reason}.",
        "Write the entries by hand and test them with a message (opendkim -t FILE). The configuration was not changed.");

    /// <summary>A new configuration that doesn't sign as the old one does.</summary>
    public static FindingRule SetupNotProven { get; } = Error(
        nameof(SetupNotProven),
        "With tables instead of Domain, Selector and KeyFile, {domain} would not be signed as it is now: {what}.",
        "Nothing was changed. Correct this, then run Initialize-DkimSigner again.");

    /// <summary>A configuration with Domain, Selector and KeyFile.</summary>
    public static FindingRule SingleKeySigning { get; } = Information(
        nameof(SingleKeySigning),
        "OpenDKIM signs by Domain, Selector and KeyFile in {path}, with one key for all these domains.",
        "Run Initialize-DkimSigner to convert them to table entries, which can be changed for each domain.");

    /// <summary>A daemon that only verifies.</summary>
    public static FindingRule SignerOnlyVerifies { get; } = Error(
        nameof(SignerOnlyVerifies),
        "{source}: Mode {mode} doesn't contain s, so OpenDKIM signs nothing.",
        "Set Mode sv (or s) in that file and reload OpenDKIM.");
}
