namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A line of an opendkim.conf(5).</summary>
/// <param name="Name">Its first word.</param>
internal sealed record OpenDkimDirective(string Name, string Value, string Source);
