using System.Reflection;
using System.Runtime.Loader;

namespace OpteriusDkim;

/// <summary>
/// The load context of Adapters and its packages, so that a session can use other versions of the same packages. Assemblies
/// that aren't in the folder, such as Core, are those of the session.
/// </summary>
internal sealed class IsolatedLoadContext(string folder) : AssemblyLoadContext("OpteriusDkim")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
