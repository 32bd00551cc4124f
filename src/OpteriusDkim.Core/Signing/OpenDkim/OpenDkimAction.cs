namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>What opendkim.conf(5) can set for mail that couldn't be processed.</summary>
internal enum OpenDkimAction
{
    Accept,
    Discard,
    Quarantine,
    Reject,
    TemporaryFailure,
}
