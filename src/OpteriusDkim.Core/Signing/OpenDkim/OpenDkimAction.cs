namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The actions that the On- directives of opendkim.conf(5) accept.</summary>
internal enum OpenDkimAction
{
    Accept,
    Discard,
    Quarantine,
    Reject,
    TemporaryFailure,
}
