namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A number of opendkim.conf as strtoul(3) reads it: hexadecimal after 0x, octal after 0.</summary>
internal static class OpenDkimNumber
{
    /// <summary>Reads a number.</summary>
    /// <param name="text">The directive's value, or null.</param>
    /// <returns>The number, <see cref="int.MaxValue"/> for a negative or too large one; null where there is none.</returns>
    public static int? Parse(string? text)
    {
        var digits = text?.TrimStart('-', '+') ?? "";
        var numberBase = digits switch
        {
            ['0', 'x' or 'X', ..] => 16,
            ['0', ..] => 8,
            _ => 10,
        };
        try
        {
            int? number = digits.Length == 0 ? null : Convert.ToInt32(digits, numberBase);
            return text is ['-', ..] && number > 0 ? int.MaxValue : number;
        }
        catch (OverflowException)
        {
            return int.MaxValue;
        }
        catch (FormatException)
        {
            // The program itself refuses what is no number.
            return null;
        }
    }
}
