namespace OpteriusDkim.Tests;

/// <summary>A simulated system of users, groups and file owners.</summary>
internal sealed class SimulatedSystem : IAccounts, IPathStatus
{
    public const uint OpenDkim = 104;
    public const uint OpenDkimGroup = 108;
    public const uint Rspamd = 107;
    public const uint RspamdGroup = 111;
    public const uint Bob = 1000;
    public const uint BobsGroup = 1000;

    /// <summary>A group with opendkim as its only member.</summary>
    public const uint Alone = 200;

    /// <summary>A group with bob as a member.</summary>
    public const uint Shared = 201;

    /// <summary>A group with opendkim and _rspamd as members.</summary>
    public const uint Both = 202;

    private readonly Dictionary<string, FileStatus> files = [];
    private readonly Dictionary<string, string> links = [];

    private readonly List<SystemGroup> groups =
    [
        new("root", 0, []), new("opendkim", OpenDkimGroup, []), new("_rspamd", RspamdGroup, []), new("bob", BobsGroup, []),
        new("alone", Alone, ["opendkim", "root"]), new("shared", Shared, ["bob"]), new("both", Both, ["opendkim", "_rspamd"]),
    ];

    public SimulatedSystem() =>
        Folder("/", "0755 root:root").Folder("/srv", "0755 root:root").Folder("/srv/keys", "0750 opendkim:opendkim");

    public IReadOnlyList<SystemUser> Users { get; } =
    [
        new("root", 0, 0), new("opendkim", OpenDkim, OpenDkimGroup), new("_rspamd", Rspamd, RspamdGroup), new("bob", Bob, BobsGroup),
    ];

    public KeySafety Safety => new(this, this);

    public SignerIdentity AsOpenDkim => Identity(SignerType.OpenDkim, "opendkim", requiresSafeKeys: true);

    public SignerIdentity AsRspamd => Identity(SignerType.Rspamd, "_rspamd", requiresSafeKeys: false);

    public SignerIdentity Identity(SignerType signer, string user, bool requiresSafeKeys)
    {
        var found = Users.Single(candidate => candidate.Name == user);
        return new SignerIdentity(signer, found, GroupsOf(user, found.PrimaryGroup), requiresSafeKeys);
    }

    public SimulatedSystem Folder(string path, string status) => Put(path, Status(status) with { Kind = FileKind.Folder });

    public SimulatedSystem File(string path, string status) => Put(path, Status(status));

    public SimulatedSystem Link(string path, string target)
    {
        links[path] = target;
        return this;
    }

    public SimulatedSystem Put(string path, FileStatus status)
    {
        files[path] = status;
        return this;
    }

    /// <summary>Reads <c>0640 owner:group</c>.</summary>
    public FileStatus Status(string text)
    {
        var parts = text.Split(' ', ':');
        return new FileStatus(
            FileKind.File,
            new FileOwner(Users.Single(user => user.Name == parts[1]).Id, groups.Single(known => known.Name == parts[2]).Id),
            (UnixFileMode)Convert.ToInt32(parts[0], 8));
    }

    public SystemGroup? FindGroup(uint id) => groups.Find(known => known.Id == id);

    public SystemUser? FindUser(uint id) => Users.FirstOrDefault(user => user.Id == id);

    public IReadOnlySet<uint> GroupsOf(string user, uint primary) =>
        groups.Where(known => known.Members.Contains(user)).Select(known => known.Id).Append(primary).ToHashSet();

    public string Resolve(string path) => path;

    public FileStatus? StatusOf(string path) => files.GetValueOrDefault(path);

    public string? LinkTarget(string path) => links.GetValueOrDefault(path);
}
