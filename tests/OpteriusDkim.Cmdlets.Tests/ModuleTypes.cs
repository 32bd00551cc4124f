using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace OpteriusDkim;

/// <summary>Resolves the module's types from module/bin, where the engine also loads them from.</summary>
internal static class ModuleTypes
{
#pragma warning disable CA2255 // It must run before the first test method is compiled.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name is "OpteriusDkim.Core" or "OpteriusDkim.Cmdlets"
            ? context.LoadFromAssemblyPath(Path.Combine(Repository.ModuleBin, name.Name + ".dll"))
            : null;
}
