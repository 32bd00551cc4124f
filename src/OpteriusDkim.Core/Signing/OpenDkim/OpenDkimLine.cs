namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// What the daemon takes for one line of a table: at most 1023 bytes, so that a longer one is several to it. There
/// are no continuation lines.
/// </summary>
/// <param name="Number">The line's number in the file, from 1.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its bytes, the end of the line included.</param>
/// <param name="IsPiece">Whether it is a piece of a longer line.</param>
internal readonly record struct OpenDkimLine(int Number, int Start, int Length, bool IsPiece);
