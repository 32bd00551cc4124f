namespace OpteriusDkim.Signing.Milter;

/// <summary>Replies of a milter to a mail server.</summary>
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

    /// <summary>Changes of the envelope, and quarantine, which don't affect the signature.</summary>
    public const string WithoutConsequence = "+2-eq";
}
