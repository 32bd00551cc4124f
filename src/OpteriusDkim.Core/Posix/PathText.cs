using System.Text;

namespace OpteriusDkim.Posix;

/// <summary>Paths in files that are read byte by byte, as Latin-1, so that none of their bytes is lost.</summary>
internal static class PathText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path that bytes mean: UTF-8, as this library passes paths to the system.</summary>
    /// <param name="latin1">The bytes as Latin-1.</param>
    /// <returns>The path; what isn't UTF-8, or wasn't read as bytes, stays.</returns>
    public static string Decode(string latin1)
    {
        if (Ascii.IsValid(latin1) || latin1.Any(character => character > '\u00FF'))
        {
            return latin1;
        }

        try
        {
            return Strict.GetString(Encoding.Latin1.GetBytes(latin1));
        }
        catch (DecoderFallbackException)
        {
            return latin1;
        }
    }
}
