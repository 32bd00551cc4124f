namespace OpteriusDkim.Signing.Milter;

/// <summary>Steps to which a milter doesn't reply.</summary>
internal static class MilterSilence
{
    /// <summary>The flag of a milter that doesn't reply at a step. Rspamd replies only at the end of the message.</summary>
    public static MilterSteps At(MilterSteps step) => step switch
    {
        MilterSteps.NoConnect => MilterSteps.SilentConnect,
        MilterSteps.NoHello => MilterSteps.SilentHello,
        MilterSteps.NoMail => MilterSteps.SilentMail,
        MilterSteps.NoRecipient => MilterSteps.SilentRecipient,
        MilterSteps.NoData => MilterSteps.SilentData,
        MilterSteps.NoHeaders => MilterSteps.SilentHeaders,
        MilterSteps.NoEndOfHeaders => MilterSteps.SilentEndOfHeaders,
        MilterSteps.NoBody => MilterSteps.SilentBody,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "It is no step of a message."),
    };
}
