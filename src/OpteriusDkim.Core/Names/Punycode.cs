using System.Text;

namespace OpteriusDkim.Names;

/// <summary>Encodes Unicode labels as A-labels by Punycode (RFC 3492), without mapping characters.</summary>
internal static class Punycode
{
    private const string Prefix = "xn--";
    private const int Base = 36;
    private const int ThresholdMin = 1;
    private const int ThresholdMax = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;
    private const int InitialCodePoint = 128;

    /// <summary>The A-label. An ASCII label is returned unchanged.</summary>
    /// <param name="label">The label in lower case, without unpaired surrogates.</param>
    public static string LabelOf(string label)
    {
        if (Ascii.IsValid(label))
        {
            return label;
        }

        var points = label.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var basic = string.Concat(points.Where(point => point < InitialCodePoint).Select(point => (char)point));
        var text = new StringBuilder(Prefix).Append(basic).Append(basic.Length > 0 ? "-" : "");
        var (bias, delta, handled, next) = (InitialBias, 0, basic.Length, InitialCodePoint);
        while (handled < points.Length)
        {
            var least = points.Where(point => point >= next).Min();
            delta += (least - next) * (handled + 1);
            next = least;
            foreach (var point in points)
            {
                delta += point < next ? 1 : 0;
                if (point == next)
                {
                    AppendNumber(text, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic.Length);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            next++;
        }

        return text.ToString();
    }

    private static void AppendNumber(StringBuilder text, int number, int bias)
    {
        for (var position = Base; ; position += Base)
        {
            var threshold = Math.Clamp(position - bias, ThresholdMin, ThresholdMax);
            if (number < threshold)
            {
                text.Append(Digit(number));
                return;
            }

            text.Append(Digit(threshold + ((number - threshold) % (Base - threshold))));
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);

    private static int Adapt(int delta, int points, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / points;
        var steps = 0;
        for (; delta > (Base - ThresholdMin) * ThresholdMax / 2; steps += Base)
        {
            delta /= Base - ThresholdMin;
        }

        return steps + ((Base - ThresholdMin + 1) * delta / (delta + Skew));
    }
}
