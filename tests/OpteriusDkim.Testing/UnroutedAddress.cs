using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace OpteriusDkim;

/// <summary>An IPv6 address without a route, as on a host without IPv6. The route is restored afterwards.</summary>
public sealed class UnroutedAddress : IDisposable
{
    private readonly string network;

    /// <summary>Blocks the route.</summary>
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

    /// <summary>This fails on a kernel without IPv6, where the address has no route anyway.</summary>
    private void Change(string what)
    {
        using var process = Process.Start(
            new ProcessStartInfo(LoopbackAddress.Program!, ["-6", "route", what, "throw", network]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }
}
