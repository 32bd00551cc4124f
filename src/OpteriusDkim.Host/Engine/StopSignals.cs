using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>Turns the first signal that would end the process into a stop; a second one ends it at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly Action stop;
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals(Action stop)
    {
        this.stop = stop;
        registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    /// <summary>What the process has to say for the signal that came; null when none did.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (ExitCode is not null)
        {
            return;
        }

        context.Cancel = true;
        ExitCode = context.Signal switch
        {
            PosixSignal.SIGINT => OpteriusDkim.ExitCode.Interrupted,
            PosixSignal.SIGTERM => OpteriusDkim.ExitCode.Terminated,
            _ => OpteriusDkim.ExitCode.HungUp,
        };
        stop();
    }
}
