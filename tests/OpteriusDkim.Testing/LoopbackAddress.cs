using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace OpteriusDkim;

/// <summary>
/// An address of this host for a test's name server on port 53, since NS records have no ports. It is
/// derived from the process id, so that concurrent runs have different ones, and removed afterwards.
/// </summary>
public sealed class LoopbackAddress : IDisposable
{
    private static readonly string[] Programs = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"];
    private static int made;

    /// <summary>Adds an address.</summary>
    public LoopbackAddress()
    {
        var process = Environment.ProcessId % 0x3F00;
        Address = new IPAddress(
            (byte[])[127, (byte)(64 + (process >> 8)), (byte)process, (byte)(1 + (Interlocked.Increment(ref made) % 253))]);
        Change("add");
    }

    public IPAddress Address { get; }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => !Environment.IsPrivilegedProcess ? "only root can add addresses and listen on port 53"
        : Program is null ? "ip is not installed (Debian's iproute2)"
        : null;

    internal static string? Program => Programs.FirstOrDefault(File.Exists);

    public override string ToString() => Address.ToString();

    /// <summary>Removes the address.</summary>
    public void Dispose() => Change("del");

    private void Change(string what)
    {
        using var process = Process.Start(
            Program!, $"address {what} {string.Create(CultureInfo.InvariantCulture, $"{Address}")}/32 dev lo");
        process.WaitForExit();
        if (process.ExitCode != 0 && what == "add")
        {
            throw new InvalidOperationException($"{Address} could not be added.");
        }
    }
}
