using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Converts a number to seconds. The engine would convert 5 to five ticks and '5' to five days.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var span = value switch
        {
            TimeSpan given => given,
            string text => Parse(text),
            IConvertible number when value is not (bool or char or DateTime) =>
                Seconds(number.ToDouble(CultureInfo.InvariantCulture), number),
            _ => throw Invalid(value, "it is neither a number nor a time"),
        };
        return span > TimeSpan.Zero ? span : throw Invalid(value, "it must be greater than 0");
    }

    private static TimeSpan Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return Seconds(seconds, text);
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
            ? span
            : throw Invalid(text, "it is neither a number nor a time");
    }

    private static TimeSpan Seconds(double seconds, object shown) =>
        double.IsFinite(seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid(shown, "it is too large");

    /// <summary>1,5 is a list of two numbers.</summary>
    private static string? Shown(object? value) => value is object[] list
        ? string.Join(',', list.Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)))
        : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static ArgumentTransformationMetadataException Invalid(object? value, string problem)
    {
        var finding = FindingTable.InvalidDuration.With(
            ("input", PrintableText.Quote(Shown(value))), ("problem", problem));
        return new ArgumentTransformationMetadataException($"{finding.Message} {finding.Advice}");
    }
}
