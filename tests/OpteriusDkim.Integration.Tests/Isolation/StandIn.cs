using System.Reflection;
using System.Reflection.Emit;

namespace OpteriusDkim;

/// <summary>An assembly with the name of one of ours, but another version and content.</summary>
internal static class StandIn
{
    /// <summary>The result of its only method.</summary>
    public const string Greeting = "here is the session's own";

    /// <param name="name">The assembly's name, and that of its namespace.</param>
    /// <param name="type">Its only type, with the static method Greet.</param>
    /// <returns>Its path.</returns>
    public static string Write(string folder, string name, string type)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(99, 0, 0, 0) }, typeof(object).Assembly);
        var builder = assembly.DefineDynamicModule(name).DefineType($"{name}.{type}", TypeAttributes.Public | TypeAttributes.Class);
        var body = builder.DefineMethod("Greet", MethodAttributes.Public | MethodAttributes.Static, typeof(string), []).GetILGenerator();
        body.Emit(OpCodes.Ldstr, Greeting);
        body.Emit(OpCodes.Ret);
        builder.CreateType();
        var path = Path.Combine(folder, name + ".dll");
        assembly.Save(path);
        return path;
    }
}
