using System.Text;

namespace OpteriusDkim.Posix;

/// <summary>Decodes paths in files that are read as Latin-1, which is lossless.</summary>
internal static class PathText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a path as UTF-8, the encoding in which the runtime passes paths to the system.</summary>
    /// <param name="latin1">The bytes as Latin-1.</param>
    /// <returns>The path; unchanged if it isn't UTF-8 or wasn't read as bytes.</returns>
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
