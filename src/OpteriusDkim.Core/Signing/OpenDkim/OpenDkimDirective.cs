namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A line of an opendkim.conf(5).</summary>
internal sealed record OpenDkimDirective(string Name, string Value, string Source);
