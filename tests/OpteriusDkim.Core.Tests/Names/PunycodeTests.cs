namespace OpteriusDkim.Tests;

public sealed class PunycodeTests
{
    [Theory]
    [InlineData("example", "example")]
    [InlineData("straße", "xn--strae-oqa")]
    [InlineData("münchen", "xn--mnchen-3ya")]
    [InlineData("日本語", "xn--wgv71a119e")]
    [InlineData("βόλος", "xn--nxasmm1c")]
    [InlineData("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn")]
    public void A_label_is_encoded_as_it_is_written(string label, string expected) => Assert.Equal(expected, Punycode.LabelOf(label));

    /// <summary>The class library, where it encodes a label, gives the same result.</summary>
    [Fact]
    public void It_agrees_with_the_class_library() => Always.Holds(Any.NearName, name =>
    {
        foreach (var label in name.Split('.').Where(label => label.Length is > 0 and < 40))
        {
            if (DomainName.TryParse(label + ".example", out var domain) && !System.Text.Ascii.IsValid(label))
            {
                Assert.Equal(domain.Value, Punycode.LabelOf(domain.Unicode[..^".example".Length]) + ".example");
            }
        }
    });
}
