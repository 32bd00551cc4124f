using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace OpteriusDkim;

/// <summary>An IPv6 address to which this host has no way, as all are on a host without IPv6. Taken back afterwards.</summary>
public sealed class UnroutedAddress : IDisposable
{
    private readonly string network;

    /// <summary>Takes the way away.</summary>
    public UnroutedAddress()
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"2001:db8:{Environment.ProcessId % 0x10000:x}");
        network = prefix + "::/48";
        Address = IPAddress.Parse(prefix + "::1");
        Change("add");
    }

    public IPAddress Address { get; }

    public override string ToString() => Address.ToString();

    public void Dispose() => Change("del");

    /// <summary>Where the kernel has no IPv6 at all this fails, and there is no way to the address all the same.</summary>
    private void Change(string what)
    {
        using var process = Process.Start(
            new ProcessStartInfo(LoopbackAddress.Program!, ["-6", "route", what, "throw", network]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }
}
