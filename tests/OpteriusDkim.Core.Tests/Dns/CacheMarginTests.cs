namespace OpteriusDkim.Tests;

public sealed class CacheMarginTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(2, 0, 3.1)]
    [InlineData(300, 0, 316)]
    [InlineData(300, 2.5, 318.5)]
    [InlineData(1200, 0, 1261)]
    [InlineData(86400, 0, 86461)]
    public void A_wait_for_caches_ends_a_margin_after_the_TTL(int ttl, double slowestAnswer, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), CacheMargin.Over(ttl, TimeSpan.FromSeconds(slowestAnswer)));
}
