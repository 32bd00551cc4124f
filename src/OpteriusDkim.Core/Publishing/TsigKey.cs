using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Publishing;

/// <summary>The shared secret that signs dynamic updates (TSIG, RFC 8945), from a BIND key file.</summary>
internal sealed class TsigKey : IDisposable
{
    private const int MaxFileSize = 65536;

    // Without hmac-sha384: ARSoft.Tools.Net 3.6.1 computes it with SHA-256, which servers reject.
    private static readonly string[] Algorithms = ["hmac-md5", "hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha512"];

    private readonly byte[] secret;

    private TsigKey(string name, string algorithm, byte[] secret)
    {
        Name = name;
        Algorithm = algorithm;
        this.secret = secret;
    }

    /// <summary>The name of the key on both hosts.</summary>
    public string Name { get; }

    /// <summary>Its algorithm in lower case, for example <c>hmac-sha256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>Reads a file as written by tsig-keygen: <c>key "name" { algorithm hmac-sha256; secret "base64"; };</c>.</summary>
    /// <exception cref="InaccessibleException">It is missing, can't be read, or is readable by all users.</exception>
    /// <exception cref="BrokenDataException">It isn't a key file.</exception>
    public static TsigKey Read(string path)
    {
        var bytes = ReadBytes(path);
        var characters = new char[bytes.Length];
        try
        {
            Encoding.Latin1.GetChars(bytes, characters);
            return Parse(path, characters);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            Array.Clear(characters);
        }
    }

    /// <summary>A copy of the secret, which the caller has to wipe.</summary>
    public byte[] CopySecret() => [.. secret];

    public void Dispose() => CryptographicOperations.ZeroMemory(secret);

    /// <summary>Name and algorithm, without the secret.</summary>
    public override string ToString() => $"{Name} ({Algorithm})";

    private static byte[] ReadBytes(string path)
    {
        try
        {
            // The mode of a link's target applies.
            if (File.Exists(path)
                && (new FileInfo(ResolvedPath.Of(path)).UnixFileMode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            {
                throw new InaccessibleException(FindingTable.TsigKeyOpen.With(("path", path)), path);
            }

            return Descriptor.ReadAll(path, MaxFileSize) ?? throw Missing(path);
        }
        catch (UnauthorizedAccessException)
        {
            throw Denied(path, "permission denied");
        }
        catch (InaccessibleException exception) when (exception.Finding.Code == nameof(FindingTable.KeyUnreadable))
        {
            throw Denied(path, File.Exists(path) ? "permission denied" : "permission denied, or it is not a file");
        }
    }

    private static InaccessibleException Missing(string path) => Unreadable(
        path, "file not found", $"Create one: (umask 077; tsig-keygen NAME > {path}). Or correct publisher.keyFile.");

    /// <summary>The advice to create a key would replace the one that only root can read.</summary>
    private static InaccessibleException Denied(string path, string reason) => Unreadable(
        path, reason, "Run the command as root, or as the user that the file belongs to. Or correct publisher.keyFile.");

    private static InaccessibleException Unreadable(string path, string reason, string advice) =>
        new(FindingTable.TsigKeyUnreadable.With(("path", path), ("reason", reason), ("advice", advice)), path);

    private static TsigKey Parse(string path, ReadOnlySpan<char> text)
    {
        var words = new KeyFileWords(text);
        if (!words.Next().SequenceEqual("key"))
        {
            throw Broken(path, "it doesn't begin with the word key");
        }

        var name = words.Next().TrimEnd('.').ToString().ToLowerInvariant();
        if (!words.Next().SequenceEqual("{")
            || name.Length == 0
            || name.Split('.').Any(label => DnsLabel.ProblemOf(label, underscores: true) is not null))
        {
            throw Broken(path, "the name of the key is invalid, or is not followed by {");
        }

        var body = default(Body);
        try
        {
            body.Read(path, ref words);
            return body.ToKey(path, name);
        }
        catch (BrokenDataException)
        {
            CryptographicOperations.ZeroMemory(body.Secret);
            throw;
        }
    }

    private static BrokenDataException Broken(string path, string problem) =>
        new(FindingTable.TsigKeyBroken.With(("path", path), ("problem", problem)), path);

    /// <summary>The content of the braces. Its words must not be shown, because any of them may be the secret.</summary>
    private ref struct Body
    {
        public string? Algorithm { get; private set; }

        public byte[]? Secret { get; private set; }

        public void Read(string path, ref KeyFileWords words)
        {
            while (words.Next() is var word && !word.SequenceEqual("}"))
            {
                if (word.SequenceEqual("algorithm"))
                {
                    Algorithm = words.Next().ToString().TrimEnd('.').ToLowerInvariant();
                }
                else if (word.SequenceEqual("secret") && Secret is null)
                {
                    Secret = Decode(words.Next()) ?? throw Broken(path, "its secret isn't base64");
                }
                else if (!word.SequenceEqual(";"))
                {
                    throw Broken(
                        path, word.IsEmpty ? "its } is missing" : "its braces contain something other than one algorithm and one secret");
                }
            }

            while (words.Next() is var word && !word.IsEmpty)
            {
                if (!word.SequenceEqual(";"))
                {
                    throw Broken(path, "it contains more than one key");
                }
            }
        }

        public readonly TsigKey ToKey(string path, string name)
        {
            // BIND uses the long name of this algorithm.
            var algorithm = Algorithm == "hmac-md5.sig-alg.reg.int" ? "hmac-md5" : Algorithm;
            return algorithm is null || !Algorithms.Contains(algorithm)
                ? throw Broken(path, "its algorithm is not one of " + string.Join(", ", Algorithms))
                : new TsigKey(name, algorithm, Secret ?? throw Broken(path, "its secret is missing"));
        }

        private static byte[]? Decode(ReadOnlySpan<char> base64)
        {
            var buffer = new byte[base64.Length];
            try
            {
                return Convert.TryFromBase64Chars(base64, buffer, out var length) && length > 0 ? buffer[..length] : null;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(buffer);
            }
        }
    }
}
