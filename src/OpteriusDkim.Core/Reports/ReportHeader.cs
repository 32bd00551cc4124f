namespace OpteriusDkim.Reports;

/// <summary>What a report says about itself.</summary>
/// <param name="Host">The name of the host.</param>
/// <param name="Generator">The module and its version.</param>
/// <param name="GeneratedAt">When it was written, in UTC, to the second.</param>
internal sealed record ReportHeader(string Host, string Generator, DateTime GeneratedAt)
{
    /// <summary>The version of the JSON schema. It changes when a property changes its meaning or is removed.</summary>
    public const int Schema = 1;

    /// <summary>The header of a report that this host writes now.</summary>
    public static ReportHeader Now(TimeProvider clock)
    {
        var version = typeof(ReportHeader).Assembly.GetName().Version!.ToString(3);
        return new ReportHeader(Environment.MachineName, $"OpteriusDkim {version}", ToSeconds(clock.GetUtcNow().UtcDateTime));
    }

    /// <summary>A time in UTC without fractions of a second.</summary>
    public static DateTime ToSeconds(DateTime time)
    {
        var utc = time.ToUniversalTime();
        return new DateTime(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }
}
