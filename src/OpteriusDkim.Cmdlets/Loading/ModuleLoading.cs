using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace OpteriusDkim;

/// <summary>Loads Adapters in its own load context, while the module is imported.</summary>
public sealed class ModuleLoading : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Isolated = "OpteriusDkim.Adapters";

    private static readonly Lazy<IsolatedLoadContext> Context = new(() => new IsolatedLoadContext(
        Path.Combine(Path.GetDirectoryName(typeof(ModuleLoading).Assembly.Location)!, "isolated")));

    /// <summary>Called by the engine before the first cmdlet runs.</summary>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <summary>Called by the engine when the module is removed.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Isolated ? Context.Value.LoadFromAssemblyName(name) : null;
}
