namespace OpteriusDkim;

/// <summary>How a call of ./dkim ended.</summary>
internal sealed record LauncherResult(int ExitCode, string Output, string Error);
