using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class NamesInPathsTests
{
    private const string Root = "/etc/opendkim/keys";

    [Fact]
    public void No_name_leads_out_of_the_key_directory() =>
        Always.Holds(Any.NearName.Zip(Any.NearName), names => StaysBelow(names.Item1, names.Item2), times: 3000);

    private static void StaysBelow(string first, string second)
    {
        if (DomainName.TryParse(first, out var domain) && Selector.TryParse(second, out var selector))
        {
            var path = Path.Combine(Root, domain.Value, selector.Value + ".private");
            Assert.Equal($"{Root}/{domain.Value}/{selector.Value}.private", Path.GetFullPath(path));
            Assert.DoesNotContain(path, char.IsWhiteSpace);
        }
    }
}
