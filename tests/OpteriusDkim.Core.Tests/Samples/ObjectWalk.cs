using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace OpteriusDkim.Tests;

/// <summary>Everything reachable from an object through fields and properties, public or not.</summary>
internal static class ObjectWalk
{
    private const BindingFlags Members =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyCollection<object> From(object root)
    {
        var seen = new HashSet<object>(ByReference.Instance);
        var open = new Stack<object>([root]);
        while (open.TryPop(out var next))
        {
            if (seen.Add(next) && !IsLeaf(next))
            {
                foreach (var part in PartsOf(next))
                {
                    open.Push(part);
                }
            }
        }

        return seen;
    }

    private static bool IsLeaf(object value) =>
        value is string or Type or MemberInfo or Assembly or Delegate or Pointer or byte[]
            || value.GetType().IsPrimitive
            || value.GetType().IsEnum;

    private static IEnumerable<object> PartsOf(object owner)
    {
        if (owner is IEnumerable items)
        {
            foreach (var item in items.Cast<object?>().OfType<object>())
            {
                yield return item;
            }
        }

        for (var type = owner.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Members))
            {
                if (field.FieldType is { IsPointer: false } && field.GetValue(owner) is { } value)
                {
                    yield return value;
                }
            }

            foreach (var property in type.GetProperties(Members).Where(IsReadable))
            {
                if (Read(property, owner) is { } value)
                {
                    yield return value;
                }
            }
        }
    }

    private static bool IsReadable(PropertyInfo property) =>
        property.CanRead
            && property.GetIndexParameters().Length == 0
            && !property.PropertyType.IsByRefLike
            && !property.PropertyType.IsByRef;

    private static object? Read(PropertyInfo property, object owner)
    {
        try
        {
            return property.GetValue(owner);
        }
        catch (TargetInvocationException)
        {
            // A property that throws shows nothing.
            return null;
        }
    }

    private sealed class ByReference : IEqualityComparer<object>
    {
        public static ByReference Instance { get; } = new();

        // Of equal boxed values one is enough.
        bool IEqualityComparer<object>.Equals(object? x, object? y) =>
            ReferenceEquals(x, y) || (x is ValueType && y is ValueType && x.Equals(y));

        int IEqualityComparer<object>.GetHashCode(object value) =>
            value is ValueType ? value.GetHashCode() : RuntimeHelpers.GetHashCode(value);
    }
}
