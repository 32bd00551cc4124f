using System.Text;

namespace OpteriusDkim;

/// <summary>Independent verifiers, dkimpy and Perl's Mail::DKIM, which query a name server for the keys.</summary>
/// <param name="sandbox">The sandbox for scripts and messages.</param>
/// <param name="resolver">Address and port of the name server.</param>
internal sealed class IndependentVerifiers(Sandbox sandbox, string resolver)
{
    private const string Dkimpy = """
        import subprocess, sys
        import dkim
        address, port, path = sys.argv[1:]
        def txt(name, timeout=5):
            name = name.decode() if isinstance(name, bytes) else name
            lines = subprocess.run(
                ['dig', '+short', '-p', port, '@' + address, name, 'TXT'], capture_output=True, text=True).stdout.splitlines()
            return ''.join(part for part in lines[0].split('"')[1::2]).encode() if lines else None
        judge = dkim.DKIM(open(path, 'rb').read())
        for number in range(sum(name.lower() == b'dkim-signature' for name, _ in judge.headers)):
            try:
                good = judge.verify(number, dnsfunc=txt)
            except dkim.DKIMException as problem:
                good = problem
            fields = judge.signature_fields
            print(fields[b's'].decode(), fields[b'a'].decode(), 'pass' if good is True else f'fail: {good}')
        """;

    private const string MailDkim = """
        use strict;
        use warnings;
        use Mail::DKIM::DNS;
        use Mail::DKIM::Verifier;
        use Net::DNS;
        my ($address, $port, $path) = @ARGV;
        Mail::DKIM::DNS::resolver(Net::DNS::Resolver->new(nameservers => [$address], port => $port, recurse => 0, udppacketsize => 1240));
        my $verifier = Mail::DKIM::Verifier->new;
        open my $mail, '<:raw', $path or die "$path: $!";
        local $/;
        $verifier->PRINT(scalar <$mail>);
        $verifier->CLOSE;
        print join(' ', $_->selector, $_->algorithm, $_->result), "\n" for $verifier->signatures;
        """;

    /// <summary>Why they aren't available, or null.</summary>
    public static string? Missing => !File.Exists("/usr/lib/python3/dist-packages/dkim/__init__.py") ? "dkimpy is not installed "
        + "(Debian's python3-dkim)"
        : !Directory.Exists("/usr/lib/python3/dist-packages/nacl") ? "PyNaCl is not installed (Debian's python3-nacl)"
        : !File.Exists("/usr/share/perl5/Mail/DKIM/Verifier.pm") ? "Mail::DKIM is not installed (Debian's libmail-dkim-perl)"
        : Tool.Exists("dig") ? null : "dig is not installed (Debian's bind9-dnsutils)";

    /// <summary>dkimpy's verdict on each signature from the top: <c>selector algorithm pass</c>, or the reason of the failure.</summary>
    /// <param name="message">The message with CRLF line ends.</param>
    public Task<IReadOnlyList<string>> DkimpyAsync(string message) => VerifyAsync("/usr/bin/python3", Dkimpy, message);

    /// <summary>Mail::DKIM's verdict on each signature that it supports, those of RSA.</summary>
    /// <param name="message">The message with CRLF line ends.</param>
    public Task<IReadOnlyList<string>> MailDkimAsync(string message) => VerifyAsync("/usr/bin/perl", MailDkim, message);

    private async Task<IReadOnlyList<string>> VerifyAsync(string program, string script, string message)
    {
        var (judge, mail) = (sandbox.In(Path.GetRandomFileName()), sandbox.In(Path.GetRandomFileName()));
        await File.WriteAllTextAsync(judge, script);
        await File.WriteAllTextAsync(mail, message, Encoding.Latin1);
        var outcome = await Tool.RunAsync(program, judge, resolver.Split(':')[0], resolver.Split(':')[1], mail);
        return outcome.Successful.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
