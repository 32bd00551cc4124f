namespace OpteriusDkim;

/// <summary>
/// Tests that remove the record of mail._domainkey.example.com, and those whose daemons sign with it: while one of these runs, the
/// record is in use on this host.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ExampleComTestGroup
{
    public const string Name = "mail._domainkey.example.com";
}
