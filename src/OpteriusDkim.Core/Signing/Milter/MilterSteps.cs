namespace OpteriusDkim;

/// <summary>What a milter may ask a mail server to leave out (SMFIP_*).</summary>
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

    /// <summary>Header values are sent with the space after the colon.</summary>
    LeadingSpace = 0x100000,

    /// <summary>What this client knows how to do.</summary>
    Offered = NoConnect | NoHello | NoMail | NoRecipient | NoBody | NoHeaders | NoEndOfHeaders | NoUnknown | NoData | Skip | LeadingSpace,
}
