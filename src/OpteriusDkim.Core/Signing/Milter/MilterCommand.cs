namespace OpteriusDkim.Signing.Milter;

/// <summary>Commands from a mail server to a milter (protocol version 6 of libmilter and Postfix).</summary>
internal static class MilterCommand
{
    public const char Negotiate = 'O';
    public const char Macros = 'D';
    public const char Connect = 'C';
    public const char Hello = 'H';
    public const char Mail = 'M';
    public const char Recipient = 'R';
    public const char Data = 'T';
    public const char Header = 'L';
    public const char EndOfHeaders = 'N';
    public const char Body = 'B';
    public const char EndOfMessage = 'E';
    public const char Abort = 'A';
    public const char Quit = 'Q';
}
