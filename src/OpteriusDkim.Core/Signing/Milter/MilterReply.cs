namespace OpteriusDkim.Signing.Milter;

/// <summary>What a milter says to a mail server; one letter each.</summary>
internal static class MilterReply
{
    public const char Accept = 'a';
    public const char AddHeader = 'h';
    public const char ChangeHeader = 'm';
    public const char Continue = 'c';
    public const char ConnectionFailure = 'f';
    public const char Discard = 'd';
    public const char InsertHeader = 'i';
    public const char Progress = 'p';
    public const char Reject = 'r';
    public const char ReplaceBody = 'b';
    public const char ReplyCode = 'y';
    public const char Shutdown = '4';
    public const char Skip = 's';
    public const char TemporaryFailure = 't';

    /// <summary>Changes of sender and recipients, and quarantine: nothing of them touches the signature.</summary>
    public const string WithoutConsequence = "+2-eq";
}
