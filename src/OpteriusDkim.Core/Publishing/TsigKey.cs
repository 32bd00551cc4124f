using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Publishing;

/// <summary>The shared secret that signs dynamic updates (TSIG, RFC 8945), from a BIND key file.</summary>
internal sealed class TsigKey : IDisposable
{
    private const int LargestFile = 65536;

    // Without hmac-sha384: ARSoft.Tools.Net 3.6.1 computes it with SHA-256, and no server takes that.
    private static readonly string[] Algorithms = ["hmac-md5", "hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha512"];

    private readonly byte[] secret;

    private TsigKey(string name, string algorithm, byte[] secret)
    {
        Name = name;
        Algorithm = algorithm;
        this.secret = secret;
    }

    /// <summary>Its name, as both hosts know it.</summary>
    public string Name { get; }

    /// <summary>Its algorithm in small letters: <c>hmac-sha256</c> and its like.</summary>
    public string Algorithm { get; }

    /// <summary>Reads <c>key "name" { algorithm hmac-sha256; secret "base64"; };</c>, as tsig-keygen writes it.</summary>
    /// <exception cref="InaccessibleException">It isn't there, can't be read, or others may read it.</exception>
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

    /// <summary>A copy of the secret for a library that wants an array; the caller wipes it.</summary>
    public byte[] CopySecret() => [.. secret];

    /// <summary>Wipes the secret.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(secret);

    /// <summary>Its name and algorithm, and nothing of the secret.</summary>
    public override string ToString() => $"{Name} ({Algorithm})";

    private static byte[] ReadBytes(string path)
    {
        try
        {
            // Behind a link it is the file's own mode that counts.
            if (File.Exists(path)
                && (new FileInfo(ResolvedPath.Of(path)).UnixFileMode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            {
                throw new InaccessibleException(FindingTable.TsigKeyOpen.With(("path", path)), path);
            }

            return Descriptor.ReadAll(path, LargestFile) ?? throw Unreadable(path, "file not found");
        }
        catch (UnauthorizedAccessException)
        {
            throw Unreadable(path, "permission denied");
        }
        catch (InaccessibleException exception) when (exception.Finding.Code == nameof(FindingTable.KeyUnreadable))
        {
            throw Unreadable(path, "permission denied, or it is not a file");
        }
    }

    private static InaccessibleException Unreadable(string path, string reason) =>
        new(FindingTable.TsigKeyUnreadable.With(("path", path), ("reason", reason)), path);

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

    /// <summary>What stands between the braces. No word of it is ever shown: any of them may be the secret.</summary>
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
            // BIND writes the oldest one by its long name.
            var algorithm = Algorithm == "hmac-md5.sig-alg.reg.int" ? "hmac-md5" : Algorithm;
            return algorithm is null || !Algorithms.Contains(algorithm)
                ? throw Broken(path, "its algorithm is not one of " + string.Join(", ", Algorithms))
                : new TsigKey(name, algorithm, Secret ?? throw Broken(path, "its secret is missing"));
        }

        private static byte[]? Decode(ReadOnlySpan<char> base64)
        {
            var room = new byte[base64.Length];
            try
            {
                return Convert.TryFromBase64Chars(base64, room, out var length) && length > 0 ? room[..length] : null;
            }
            finally
            {
                CryptographicOperations.ZeroMemory(room);
            }
        }
    }
}
