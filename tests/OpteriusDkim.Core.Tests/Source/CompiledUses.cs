using System.Reflection;
using System.Reflection.Emit;

namespace OpteriusDkim.Tests;

/// <summary>Which types of its own assembly a compiled type uses: in signatures, fields and the instructions of its methods.</summary>
internal static class CompiledUses
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodeOf = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The outermost types that a type and those nested in it use.</summary>
    public static IEnumerable<Type> Of(Type type) => Parts(type)
        .SelectMany(Mentioned)
        .SelectMany(Unfold)
        .Where(used => used.Assembly == type.Assembly)
        .Select(Outermost)
        .Where(used => used != type && used.Namespace?.StartsWith("OpteriusDkim", StringComparison.Ordinal) == true)
        .Distinct();

    private static IEnumerable<Type> Parts(Type type) => type.GetNestedTypes(Everything).SelectMany(Parts).Prepend(type);

    private static IEnumerable<Type?> Mentioned(Type type) =>
    [
        type.BaseType,
        .. type.GetInterfaces(),
        .. type.GetFields(Everything).Select(field => field.FieldType),
        .. type.GetMethods(Everything).SelectMany(method => Mentioned(method).Append(method.ReturnType)),
        .. type.GetConstructors(Everything).SelectMany(Mentioned),
    ];

    private static IEnumerable<Type?> Mentioned(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(
                method.GetMethodBody() is { } body
                    ? body.LocalVariables.Select(local => local.LocalType).Concat(Mentioned(method, body))
                    : []);

    private static IEnumerable<Type?> Mentioned(MethodBase method, MethodBody body)
    {
        var bytes = body.GetILAsByteArray()!;
        for (var at = 0; at < bytes.Length;)
        {
            var code = bytes[at] == 0xFE ? OpCodeOf[unchecked((short)(0xFE00 | bytes[at + 1]))] : OpCodeOf[bytes[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                var member = Resolve(method, BitConverter.ToInt32(bytes, at));
                yield return member as Type ?? member.DeclaringType;
                foreach (var argument in member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [])
                {
                    yield return argument;
                }
            }

            at += SizeOf(code.OperandType, bytes, at);
        }
    }

    private static MemberInfo Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null)!;

    private static int SizeOf(OperandType operand, byte[] bytes, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(bytes, at)),
        _ => 4,
    };

    private static IEnumerable<Type> Unfold(Type? type) => type switch
    {
        null => [],
        { HasElementType: true } => Unfold(type.GetElementType()),
        { IsGenericParameter: true } => [],
        { IsGenericType: true } => type.GetGenericArguments().SelectMany(Unfold).Prepend(type.GetGenericTypeDefinition()),
        _ => [type],
    };

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
