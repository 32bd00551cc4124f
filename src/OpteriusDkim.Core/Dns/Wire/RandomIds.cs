using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OpteriusDkim.Dns.Wire;

/// <summary>
/// Ids that nobody can foresee (RFC 5452 9.2), many drawn at once: a call for each costs more than the question's message.
/// </summary>
internal sealed class RandomIds
{
    private readonly object gate = new();
    private readonly ushort[] drawn = new ushort[256];
    private int left;

    public ushort Next()
    {
        lock (gate)
        {
            if (left == 0)
            {
                RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(drawn.AsSpan()));
                left = drawn.Length;
            }

            return drawn[--left];
        }
    }
}
