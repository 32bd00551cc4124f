using System.Runtime.InteropServices;

namespace OpteriusDkim;

/// <summary>struct winsize of ioctl_tty(2): in characters, then in pixels.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TerminalSize(ushort Rows, ushort Columns, ushort Width, ushort Height);
