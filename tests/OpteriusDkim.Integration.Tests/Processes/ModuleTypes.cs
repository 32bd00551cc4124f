using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace OpteriusDkim;

/// <summary>Lets the tests name types of Core: they come from module/bin, where the engine loads them from too.</summary>
internal static class ModuleTypes
{
#pragma warning disable CA2255 // It has to be there before the first test's method is compiled.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == "OpteriusDkim.Core"
            ? context.LoadFromAssemblyPath(Path.Combine(Repository.ModuleBin, name.Name + ".dll"))
            : null;
}
