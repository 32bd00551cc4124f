namespace OpteriusDkim;

/// <summary>Perl's Mail::DKIM, one process for all cases.</summary>
internal sealed class MailDkimVerifier : IRecordVerifier
{
    private const string Script = """
        use strict;
        use warnings;
        use Mail::DKIM::DNS;
        use Mail::DKIM::Verifier;
        use Net::DNS;
        my $port = shift;
        Mail::DKIM::DNS::resolver(Net::DNS::Resolver->new(
            nameservers => ['127.0.0.1'], port => $port, recurse => 0, udppacketsize => 1240));
        for my $path (@ARGV) {
            my $verifier = Mail::DKIM::Verifier->new;
            open my $mail, '<:raw', $path or die "$path: $!";
            local $/;
            my $result = eval { $verifier->PRINT(scalar <$mail>); $verifier->CLOSE; $verifier->result } // 'died';
            print "$result\n";
        }
        """;

    public string Name => "Mail::DKIM";

    public string? Missing => Tool.Exists("perl") && File.Exists("/usr/share/perl5/Mail/DKIM/Verifier.pm")
        ? null : "Mail::DKIM is not installed (Debian's libmail-dkim-perl)";

    public async Task<IReadOnlyList<bool>> VerifyAsync(VerifierBench bench)
    {
        var path = bench.In("verifier.pl");
        await File.WriteAllTextAsync(path, Script);
        var outcome = await Tool.RunAsync("perl", [path, $"{bench.Port}", .. bench.Cases.Select((_, number) => bench.PathOf(number))]);
        return [.. outcome.Successful.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(result => result == "pass")];
    }
}
