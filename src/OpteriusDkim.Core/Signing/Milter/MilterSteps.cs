namespace OpteriusDkim.Signing.Milter;

/// <summary>Protocol steps that a milter declines or doesn't reply to (SMFIP_*).</summary>
[Flags]
internal enum MilterSteps : uint
{
    None = 0,
    NoConnect = 0x1,
    NoHello = 0x2,
    NoMail = 0x4,
    NoRecipient = 0x8,
    NoBody = 0x10,
    NoHeaders = 0x20,
    NoEndOfHeaders = 0x40,
    NoUnknown = 0x100,
    NoData = 0x200,
    Skip = 0x400,

    SilentHeaders = 0x80,
    SilentConnect = 0x1000,
    SilentHello = 0x2000,
    SilentMail = 0x4000,
    SilentRecipient = 0x8000,
    SilentData = 0x10000,
    SilentUnknown = 0x20000,
    SilentEndOfHeaders = 0x40000,
    SilentBody = 0x80000,

    /// <summary>Header values are sent with the space after the colon.</summary>
    LeadingSpace = 0x100000,

    /// <summary>The steps that this client supports.</summary>
    Offered = NoConnect | NoHello | NoMail | NoRecipient | NoBody | NoHeaders | NoEndOfHeaders | NoUnknown | NoData | Skip | LeadingSpace
        | SilentHeaders | SilentConnect | SilentHello | SilentMail | SilentRecipient | SilentData | SilentUnknown | SilentEndOfHeaders
        | SilentBody,
}
