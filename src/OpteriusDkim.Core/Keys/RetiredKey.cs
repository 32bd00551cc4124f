using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys;

/// <summary>A key that a rotation has retired: its record and its private half are deleted; the public half is kept.</summary>
/// <param name="RecordName">Domain and selector, and the name that its record had.</param>
/// <param name="PublicKey">The public half.</param>
/// <param name="CreatedAt">When the rotation that made it began, in UTC; null if it is older than the first rotation.</param>
/// <param name="RetiredAt">When the rotation that retired it ended, in UTC.</param>
internal sealed record RetiredKey(RecordName RecordName, DkimPublicKey PublicKey, DateTime? CreatedAt, DateTime RetiredAt);
