namespace OpteriusDkim.Tests;

/// <summary>The reply of a stand-in server.</summary>
internal sealed record StandInReply(int Status, string Body, params (string Name, string Value)[] Headers);
