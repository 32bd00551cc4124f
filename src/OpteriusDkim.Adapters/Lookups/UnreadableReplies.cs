using DnsClient;
using DnsClient.Internal;

namespace OpteriusDkim;

/// <summary>
/// DnsClient takes a reply that it can't read for a truncated one, and only logs the difference: this log notes it for the
/// lookup that is under way.
/// </summary>
internal sealed class UnreadableReplies : ILoggerFactory, ILogger
{
    /// <summary>The one instance.</summary>
    public static readonly UnreadableReplies Factory = new();

    private static readonly AsyncLocal<Watched?> Current = new();

    /// <summary>Notes for what the caller does from here on.</summary>
    public static Watched Watch() => Current.Value = new Watched();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => false;

    /// <inheritdoc/>
    public void Log(LogLevel logLevel, int eventId, Exception exception, string message, params object[] args)
    {
        if (exception is DnsResponseParseException && Current.Value is { } watched)
        {
            watched.Seen = true;
        }
    }

    /// <summary>What was noted.</summary>
    internal sealed class Watched
    {
        /// <summary>Whether a reply came that can't be read.</summary>
        public bool Seen { get; set; }
    }
}
