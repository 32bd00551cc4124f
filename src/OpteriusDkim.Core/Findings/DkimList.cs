using System.Collections.ObjectModel;

namespace OpteriusDkim;

/// <summary>A read-only list of an output object. Its text is that of its items, so that a cell of a CSV file holds them.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class DkimList<T> : ReadOnlyCollection<T>
{
    private readonly Func<IEnumerable<T>, string> text;

    internal DkimList(IEnumerable<T> items, Func<IEnumerable<T>, string> text)
        : base(items.ToArray()) => this.text = text;

    /// <summary>The items as one text.</summary>
    public override string ToString() => text(this);
}
