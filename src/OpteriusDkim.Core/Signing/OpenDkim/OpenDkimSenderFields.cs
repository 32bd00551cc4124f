namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// SenderHeaders: the header fields from which OpenDKIM takes the sender's domain. The first one present in a message applies.
/// </summary>
internal static class OpenDkimSenderFields
{
    private const string Default = "From";
    private const string DefaultList = "*";

    private static readonly string[] InEveryMessage = [Default, "To", "Subject", "Date"];
    private static readonly string[] WithoutAddress = ["Subject", "Date"];

    /// <summary>The fields before From, in order. If a message has none of them, From applies.</summary>
    /// <param name="folder">The base directory for relative paths.</param>
    public static IReadOnlyList<string> BeforeFrom(OpenDkimConfiguration configuration, string folder)
    {
        if (configuration.ValueOf("SenderHeaders") is not { } value || OpenDkimList.Read(value, folder) is not { } list)
        {
            return [];
        }

        // An entry with + is appended to the default list, so it comes after From.
        var plain = list.Entries.Where(entry => entry is not ['+' or '-', ..] and not DefaultList);
        return [.. plain.TakeWhile(entry => !Is(entry, Default))];
    }

    /// <summary>The field that applies to ordinary mail; null for From.</summary>
    /// <param name="beforeFrom">The fields before From.</param>
    public static string? FirstInEveryMessage(IReadOnlyList<string> beforeFrom) =>
        beforeFrom.FirstOrDefault(field => InEveryMessage.Any(known => Is(known, field)));

    /// <summary>Whether a field contains no address, so that no sender is found.</summary>
    public static bool HasNoAddress(string field) => WithoutAddress.Any(known => Is(known, field));

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
