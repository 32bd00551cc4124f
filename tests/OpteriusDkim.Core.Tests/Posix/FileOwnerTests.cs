namespace OpteriusDkim.Tests;

public sealed class FileOwnerTests
{
    [Theory]
    [InlineData("root")]
    [InlineData("root:")]
    [InlineData("root:root")]
    public void Root_has_the_number_0(string name) => Assert.Equal(new FileOwner(0, 0), FileOwner.Find(name));

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":root")]
    [InlineData("no-such-user-here")]
    [InlineData("root:no-such-group-here")]
    [InlineData("root:root:root")]
    [InlineData("root\n")]
    public void An_unknown_user_is_not_found(string name) => Assert.Null(FileOwner.Find(name));

    [Fact]
    public void The_caller_is_root_where_its_number_is_0() => Assert.Equal(FileOwner.Caller.User == 0, FileOwner.CallerIsRoot);
}
