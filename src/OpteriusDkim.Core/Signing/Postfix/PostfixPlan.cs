using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>
/// The commands that connect Postfix to the signer, in an order in which no mail is refused: the socket is created and
/// tested before Postfix uses it, and existing milters are kept.
/// </summary>
internal sealed class PostfixPlan(
    PostfixConfiguration postfix, SignerDaemon daemon, IReadOnlyList<MilterSocket> sockets, IReadOnlyList<PostfixReach> reaches)
{
    private const string Action = "milter_default_action";
    private const string Accept = "accept";

    private readonly MilterPlacement placement = MilterPlacement.Of(postfix, daemon, sockets, reaches.Any(reach => reach.Route.IsChrooted));

    /// <summary>Other milters are configured, whose default action must not change.</summary>
    private bool HasOtherMilters => reaches.Any(reach => MilterList.Split(reach.Route.Milters).Any(item => item != reach.Item));

    /// <summary>While a socket in use is moved, Postfix has to accept mail without it.</summary>
    private bool NeedsTemporaryAccept =>
        placement.Commands.Count > 0 && reaches.Any(reach => reach.Item is not null) && postfix[Action] != Accept;

    private string? ConfiguredAction => postfix.Written(Action);

    private bool SetsDefaultAction => ConfiguredAction is null && !HasOtherMilters && postfix[Action] != Accept;

    private string Milter =>
        ConfiguredAction is null && HasOtherMilters ? $"{{ {placement.Milter}, default_action=accept }}" : placement.Milter;

    public IEnumerable<string> Commands()
    {
        var reload = postfix.Command("postfix", "reload");
        if (SetsDefaultAction || NeedsTemporaryAccept)
        {
            yield return $"{postfix.Command("postconf", "-e")} '{Action} = {Accept}' && {reload}";
        }

        foreach (var command in placement.Commands)
        {
            yield return command;
        }

        string[] changes =
        [
            .. placement.File is null
                ? []
                : new[] { $"runuser -u {ShellText.Quote(postfix["mail_owner"])} -- test -w {ShellText.Quote(placement.File)}" },
            .. MainSettings() is { Length: > 0 } main
                ? [$"{postfix.Command("postconf", "-e")} {string.Join(' ', main.Select(ShellText.Quote))}"]
                : Array.Empty<string>(),
            .. ServiceSettings() is { Length: > 0 } services
                ? [$"{postfix.Command("postconf", "-P")} {string.Join(' ', services.Select(ShellText.Quote))}"]
                : Array.Empty<string>(),
            reload,
        ];
        yield return string.Join(" && ", changes);
        if (NeedsTemporaryAccept && !SetsDefaultAction)
        {
            yield return ConfiguredAction is { } before
                ? $"{postfix.Command("postconf", "-e")} {ShellText.Quote($"{Action} = {before}")} && {reload}"
                : $"{postfix.Command("postconf", "-X")} {Action} && {reload}";
        }
    }

    /// <summary>The changes of main.cf: the settings of routes without overrides.</summary>
    private string[] MainSettings()
    {
        var open = RoutesToConnect().Where(reach => !reach.Route.IsOverridden && !IsByReference(reach))
            .DistinctBy(reach => reach.Route.Setting);
        return
        [
            .. open.Select(reach => $"{reach.Route.Setting} = {NewValue(reach, postfix.Written(reach.Route.Setting) ?? "", ", ", Milter)}"),
            .. WithoutMilters().Any(reach => !HasOwnOptions(reach))
                ? [$"receive_override_options = {OtherOptions(postfix["receive_override_options"])}"]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>The changes of master.cf, whose values can't contain spaces.</summary>
    private string[] ServiceSettings() =>
    [
        .. RoutesToConnect().Where(reach => reach.Route.IsOverridden).Select(reach =>
            $"{reach.Route.Service!.Key}/{reach.Route.Setting}={Compact(NewValue(reach, reach.Route.Milters, ",", placement.Milter))}"),
        .. WithoutMilters().Where(HasOwnOptions).Select(OptionsServiceOf).Select(service =>
            $"{service.Key}/receive_override_options={Compact(OtherOptions(service.Overrides["receive_override_options"]))}"),
    ];

    private IEnumerable<PostfixReach> RoutesToConnect() =>
        reaches.Where(reach => reach.Item is null || reach.Problem is not null || placement.Commands.Count > 0);

    private IEnumerable<PostfixReach> WithoutMilters() => reaches.Where(reach => reach.Route.IsWithoutMilters);

    /// <summary>Whether non_smtpd_milters refers to smtpd_milters, which is changed.</summary>
    private bool IsByReference(PostfixReach reach) =>
        reach.Route.IsLocal && postfix.Written(reach.Route.Setting) is { } written
            && written.Trim() is "$smtpd_milters" or "${smtpd_milters}" or "$(smtpd_milters)"
        && reaches.Any(other => !other.Route.IsLocal && !other.Route.IsOverridden);

    private static string NewValue(PostfixReach reach, string written, string separator, string milter)
    {
        var items = MilterList.Split(written);
        if (reach.Item is null)
        {
            return string.Join(separator, items.Append(milter));
        }

        // A milter from a reference can only be replaced in the expanded list.
        items = items.Contains(reach.Item) ? items : MilterList.Split(reach.Route.Milters);
        return string.Join(separator, items.Select(item => item == reach.Item ? milter : item));
    }

    /// <summary>postconf -P accepts no white space. Postfix needs none, either between milters or in braces.</summary>
    private static string Compact(string value) => string.Concat(value.Where(letter => !char.IsWhiteSpace(letter)));

    private static string OtherOptions(string options) =>
        string.Join(", ", MilterList.Split(options).Where(option => option != "no_milters"));

    private PostfixService OptionsServiceOf(PostfixReach reach) =>
        reach.Route.IsLocal ? postfix.Services.First(service => service.Command == "pickup") : reach.Route.Service!;

    private bool HasOwnOptions(PostfixReach reach) => OptionsServiceOf(reach).Overrides.ContainsKey("receive_override_options");
}
