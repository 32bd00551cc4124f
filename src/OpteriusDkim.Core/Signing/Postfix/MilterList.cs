using System.Text;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>Parses a list of milters in Postfix's syntax: addresses, or an address with settings in braces.</summary>
internal static class MilterList
{
    /// <summary>The items as written.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var items = new List<string>();
        var item = new StringBuilder();
        var depth = 0;
        foreach (var letter in text)
        {
            if (depth == 0 && (char.IsWhiteSpace(letter) || letter == ','))
            {
                Take();
                continue;
            }

            depth += letter switch { '{' => 1, '}' => -1, _ => 0 };
            item.Append(letter);
        }

        Take();
        return items;

        void Take()
        {
            if (item.Length > 0)
            {
                items.Add(item.ToString());
                item.Clear();
            }
        }
    }

    /// <summary>The address of an item, without settings in braces.</summary>
    public static string AddressOf(string item) => item.StartsWith('{')
        ? item.Trim('{', '}').Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? ""
        : item;
}
