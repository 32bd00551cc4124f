namespace OpteriusDkim.Tests;

/// <summary>Signature Version 4 with the requests and signatures that AWS publishes as examples (aws4_testsuite, and its guide).</summary>
public sealed class AwsSignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Time = "20150830T123600Z";

    [Theory]
    [InlineData("GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void A_request_of_the_test_suite_has_its_signature(string method, string target, string body, string signature) => Assert.Equal(
        $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
            + $"Signature={signature}",
        Signature("service").Authorization(
            method,
            new Uri("https://example.amazonaws.com" + target),
            new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = "example.amazonaws.com", ["x-amz-date"] = Time },
            body,
            Time));

    [Fact]
    public void The_request_of_the_guide_has_its_signature() => Assert.EndsWith(
        "SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        Signature("iam").Authorization(
            "GET",
            new Uri("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["content-type"] = "application/x-www-form-urlencoded; charset=utf-8",
                ["host"] = "iam.amazonaws.com",
                ["x-amz-date"] = Time,
            },
            "",
            Time),
        StringComparison.Ordinal);

    [Fact]
    public void A_signed_request_has_the_headers_and_not_the_secret()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://route53.amazonaws.com/2013-04-01/hostedzone");
        var signature = new AwsSignature(new AwsCredential("AKIDEXAMPLE", Secret, "a-session"), "us-east-1", "route53");

        signature.Sign(request, "", new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));

        Assert.Equal(Time, request.Headers.GetValues("X-Amz-Date").Single());
        Assert.Equal("a-session", request.Headers.GetValues("X-Amz-Security-Token").Single());
        Assert.Contains(
            "SignedHeaders=host;x-amz-date;x-amz-security-token, ",
            request.Headers.GetValues("Authorization").Single(),
            StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, request.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AKID:SEC/RET+", "AKID", "SEC/RET+", null)]
    [InlineData("[default]\naws_access_key_id = AKID\r\naws_secret_access_key=SEC/RET+\n", "AKID", "SEC/RET+", null)]
    [InlineData(
        "# mine\n[dns]\nregion = eu\naws_access_key_id=AKID\naws_secret_access_key=S\naws_session_token = T==\n[b]\naws_access_key_id=X",
        "AKID", "S", "T==")]
    public void A_key_is_read_in_the_forms_of_AWS(string text, string id, string secret, string? token)
    {
        var key = AwsCredential.Of(new ServiceCredential(text));

        Assert.Equal((id, secret, token), (key.KeyId, key.Secret, key.Token));
        Assert.DoesNotContain(secret, key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_of_a_vault_is_a_key_id_and_a_secret() =>
        Assert.Equal(("AKID", "S"), AwsCredential.Of(new ServiceCredential("S", "AKID")) is var key ? (key.KeyId, key.Secret) : default);

    [Theory]
    [InlineData("SECRET")]
    [InlineData(":SECRET")]
    [InlineData("AKID:")]
    [InlineData("aws_access_key_id = SECRET")]
    [InlineData("aws_secret_access_key = SECRET")]
    public void What_is_no_key_is_refused_without_showing_it(string text)
    {
        var exception = Assert.Throws<BrokenDataException>(() => AwsCredential.Of(new ServiceCredential(text)));

        Assert.Equal("CredentialBroken", exception.Finding.Code);
        var message = exception.Finding.Message.Replace("KEYID:SECRET", "", StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", message, StringComparison.Ordinal);
    }

    private static AwsSignature Signature(string service) => new(new AwsCredential("AKIDEXAMPLE", Secret), "us-east-1", service);
}
