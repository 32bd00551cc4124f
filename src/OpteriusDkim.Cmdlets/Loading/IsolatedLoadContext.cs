using System.Reflection;
using System.Runtime.Loader;

namespace OpteriusDkim;

/// <summary>
/// Where Adapters and its packages live, so that a session may have other versions of the same packages. What is
/// not in the folder, Core above all, comes from the session.
/// </summary>
internal sealed class IsolatedLoadContext(string folder) : AssemblyLoadContext("OpteriusDkim")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
