namespace OpteriusDkim.Records;

/// <summary>One <c>name=value</c> of a tag list, white space around both removed.</summary>
/// <param name="Name">The tag's name; case matters.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct RecordTag(string Name, string Value);
