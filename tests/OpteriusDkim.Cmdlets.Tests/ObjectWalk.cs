using System.Collections;
using System.Reflection;
using System.Text;

namespace OpteriusDkim;

/// <summary>Everything reachable from an object through public and private properties and fields.</summary>
internal static class ObjectWalk
{
    public static IEnumerable<string> TextsIn(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var next = new Stack<object>([root]);
        while (next.TryPop(out var item))
        {
            if (!seen.Add(item))
            {
                continue;
            }

            switch (item)
            {
                case string text:
                    yield return text;
                    break;
                case byte[] bytes:
                    yield return Convert.ToBase64String(bytes);
                    yield return Encoding.Latin1.GetString(bytes);
                    break;
                case IEnumerable list:
                    Push(next, list.Cast<object?>());
                    break;
            }

            if (item.GetType().Namespace == nameof(OpteriusDkim))
            {
                Push(next, MembersOf(item));
            }
        }
    }

    private static IEnumerable<object?> MembersOf(object item)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        for (var type = item.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(All))
            {
                yield return field.GetValue(item);
            }

            foreach (var property in type.GetProperties(All).Where(property => property.GetIndexParameters().Length == 0))
            {
                yield return property.PropertyType.IsByRefLike ? null : property.GetValue(item);
            }
        }
    }

    private static void Push(Stack<object> next, IEnumerable<object?> items)
    {
        foreach (var item in items.OfType<object>())
        {
            next.Push(item);
        }
    }
}
