namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// A line of a table as the daemon reads it: at most 1023 bytes, so that it splits longer lines. There
/// are no continuation lines.
/// </summary>
/// <param name="Number">The line number in the file, from 1.</param>
/// <param name="Start">Offset in bytes.</param>
/// <param name="Length">Bytes, including the line end.</param>
/// <param name="IsPiece">Whether it is a part of a longer line.</param>
internal readonly record struct OpenDkimLine(int Number, int Start, int Length, bool IsPiece);
