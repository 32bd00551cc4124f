namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// SenderHeaders: the header fields from which OpenDKIM takes the sender's domain. The first one that a message has counts.
/// </summary>
internal static class OpenDkimSenderFields
{
    private const string Default = "From";
    private const string DefaultList = "*";

    private static readonly string[] InEveryMessage = [Default, "To", "Subject", "Date"];
    private static readonly string[] WithoutAddress = ["Subject", "Date"];

    /// <summary>The fields that come before From, in their order. Where none is in a message, From counts.</summary>
    /// <param name="folder">What relative paths are relative to.</param>
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

    /// <summary>The field that decides about ordinary mail; null for From.</summary>
    /// <param name="beforeFrom">The fields that come before From.</param>
    public static string? DecidingInEveryMessage(IReadOnlyList<string> beforeFrom) =>
        beforeFrom.FirstOrDefault(field => InEveryMessage.Any(known => Is(known, field)));

    /// <summary>Whether a field holds no address, so that no sender is found.</summary>
    public static bool HasNoAddress(string field) => WithoutAddress.Any(known => Is(known, field));

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
