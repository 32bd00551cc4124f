namespace OpteriusDkim;

/// <summary>The module couldn't be found or imported; without it there is nothing to run.</summary>
internal sealed class ModuleNotLoadedException(string message) : Exception(message);
