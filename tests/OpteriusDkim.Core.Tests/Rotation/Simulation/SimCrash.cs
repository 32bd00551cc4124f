namespace OpteriusDkim.Tests;

/// <summary>The process is killed here.</summary>
internal sealed class SimCrash : Exception;

/// <summary>Something happened that must never happen.</summary>
internal sealed class SimViolation(string what) : Exception(what);
