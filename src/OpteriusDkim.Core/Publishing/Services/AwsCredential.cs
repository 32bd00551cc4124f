using OpteriusDkim.Findings;

namespace OpteriusDkim.Publishing.Services;

/// <summary>An access key of AWS.</summary>
/// <param name="Token">The session token of a temporary key, or null.</param>
internal sealed record AwsCredential(string KeyId, string Secret, string? Token = null)
{
    /// <summary>Reads the form of the AWS CLI's credentials file, <c>ID:SECRET</c>, or a PSCredential from a vault.</summary>
    /// <exception cref="BrokenDataException">It has no key id or no secret.</exception>
    public static AwsCredential Of(ServiceCredential credential)
    {
        if (credential.User is { Length: > 0 } user)
        {
            return new AwsCredential(user, credential.Reveal());
        }

        var text = credential.Reveal();
        if (!text.Contains('=', StringComparison.Ordinal) || !text.Contains("aws_", StringComparison.OrdinalIgnoreCase))
        {
            return text.Split(':', 2) is [{ Length: > 0 } id, { Length: > 0 } secret] ? new AwsCredential(id, secret) : throw Broken();
        }

        var values = FirstProfileIn(text);
        return values.TryGetValue("aws_access_key_id", out var keyId) && values.TryGetValue("aws_secret_access_key", out var key)
            ? new AwsCredential(keyId, key, values.GetValueOrDefault("aws_session_token"))
            : throw Broken();
    }

    /// <summary>The key id, without the secret.</summary>
    public override string ToString() => KeyId;

    private static Dictionary<string, string> FirstProfileIn(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('[') && values.Count > 0)
            {
                break;
            }

            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, { Length: > 0 } value] && !name.StartsWith('#'))
            {
                values[name] = value;
            }
        }

        return values;
    }

    private static BrokenDataException Broken() => new(
        FindingTable.CredentialBroken.With(
            ("source", "The AWS access key"), ("problem", "it needs aws_access_key_id and aws_secret_access_key, or KEYID:SECRET")),
        "publisher.credentialFile");
}
