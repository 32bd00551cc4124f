namespace OpteriusDkim.Tests;

public sealed class KeyReferenceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("/keys/example.com/mail.private", "/keys/example.com/mail.private", true)]
    [InlineData("/keys/example.com/mail.private", "/keys/example.com/mail.privat", false)]
    [InlineData("/keys/example.com/mail.private", "/keys/example.com/mail.private2", false)]
    [InlineData("/keys/example.com/mail.private", "/keys/example.org/mail.private", false)]
    [InlineData("/keys/*/mail.private", "/keys/example.com/mail.private", true)]
    [InlineData("/keys/*/mail.private", "/keys/example.com/other.private", false)]
    [InlineData("/keys/*/mail.private", "/other/example.com/mail.private", false)]
    [InlineData("/keys/*.*.key", "/keys/example.com.mail.key", true)]
    [InlineData("/keys/*.*.key", "/keys/example.key", false)]
    [InlineData("/keys/*", "/keys/example.com/mail.private", true)]
    [InlineData("*/dkim/*.key", "/var/lib/rspamd/dkim/example.com.mail.key", true)]
    [InlineData("/keys/*.key", "/keys/a.key.key", true)]
    [InlineData("/keys/*.key", "/keys/a.key.bak", false)]
    [InlineData("/keys/a*a.key", "/keys/a.key", false)]
    public void A_reference_names_the_file_of_its_path_and_a_template_all_that_fit_it(string reference, string path, bool names) =>
        Assert.Equal(names, new KeyReference(reference, "table:1").Names(path));

    [Theory]
    [InlineData("linked/mail.private")]
    [InlineData("keys/alias.private")]
    [InlineData("linked/alias.private")]
    [InlineData("keys/../keys/mail.private")]
    public void A_file_named_through_a_link_is_the_same_file(string name)
    {
        MakeLinks();
        Assert.True(new KeyReference(folder[name], "table:1").Names(folder["keys/mail.private"]));
        Assert.True(new KeyReference(folder["keys/mail.private"], "table:1").Names(folder[name]));
        Assert.False(new KeyReference(folder[name], "table:1").Names(folder["keys/other.private"]));
    }

    [Theory]
    [InlineData("linked/*.private", "keys/mail.private")]
    [InlineData("keys/*.private", "linked/mail.private")]
    public void A_template_below_a_link_names_the_same_files(string template, string path)
    {
        MakeLinks();
        Assert.True(new KeyReference(folder[template], "table:1").Names(folder[path]));
    }

    public void Dispose() => folder.Dispose();

    private void MakeLinks()
    {
        folder.Write("keys/mail.private", "");
        folder.Write("keys/other.private", "");
        Directory.CreateSymbolicLink(folder["linked"], folder["keys"]);
        File.CreateSymbolicLink(folder["keys/alias.private"], "mail.private");
    }
}
