namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Parses a number of opendkim.conf as strtoul(3) does: hexadecimal after 0x, octal after 0.</summary>
internal static class OpenDkimNumber
{
    /// <returns>The number; <see cref="int.MaxValue"/> if negative or too large; null if there is none.</returns>
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
            // The program itself rejects it.
            return null;
        }
    }
}
