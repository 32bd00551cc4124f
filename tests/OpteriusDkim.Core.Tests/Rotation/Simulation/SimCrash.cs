namespace OpteriusDkim.Tests;

/// <summary>The process is killed here.</summary>
internal sealed class SimCrash : Exception;

/// <summary>A safety rule was violated.</summary>
internal sealed class SimViolation(string what) : Exception(what);
