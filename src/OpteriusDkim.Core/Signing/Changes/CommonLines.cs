namespace OpteriusDkim.Signing.Changes;

/// <summary>
/// Finds the common lines of two texts, in order: lines that occur once in both are matched first, then the
/// lines between them (patience diff). The time is about linear in the number of lines.
/// </summary>
internal sealed class CommonLines
{
    /// <summary>The largest range, as lines times lines, for which the longest common subsequence is computed.</summary>
    private const long LargestExactRange = 1_000_000;

    private readonly string[] before;
    private readonly string[] after;
    private readonly int[] matches;
    private readonly Stack<Range> open = new();

    private CommonLines(string[] before, string[] after)
    {
        this.before = before;
        this.after = after;
        matches = new int[after.Length];
        Array.Fill(matches, -1);
    }

    /// <summary>For each line of the new text the index of its match in the old one, ascending; -1 for a new line.</summary>
    public static int[] Find(string[] before, string[] after)
    {
        var search = new CommonLines(before, after);
        search.open.Push(new Range(0, before.Length, 0, after.Length));
        while (search.open.TryPop(out var range))
        {
            search.Match(range);
        }

        return search.matches;
    }

    private void Match(Range range)
    {
        var rest = MatchEnds(range);
        if (rest.IsEmpty)
        {
            return;
        }

        var anchors = LongestAscending(UniqueInBoth(rest));
        if (anchors.Count == 0)
        {
            MatchRepeated(rest);
            return;
        }

        var (oldStart, newStart) = (rest.OldStart, rest.NewStart);
        foreach (var (oldIndex, newIndex) in anchors)
        {
            matches[newIndex] = oldIndex;
            open.Push(new Range(oldStart, oldIndex, newStart, newIndex));
            (oldStart, newStart) = (oldIndex + 1, newIndex + 1);
        }

        open.Push(new Range(oldStart, rest.OldEnd, newStart, rest.NewEnd));
    }

    private Range MatchEnds(Range range)
    {
        var (oldStart, oldEnd, newStart, newEnd) = range;
        for (; oldStart < oldEnd && newStart < newEnd && before[oldStart] == after[newStart]; oldStart++, newStart++)
        {
            matches[newStart] = oldStart;
        }

        while (oldStart < oldEnd && newStart < newEnd && before[oldEnd - 1] == after[newEnd - 1])
        {
            matches[--newEnd] = --oldEnd;
        }

        return new Range(oldStart, oldEnd, newStart, newEnd);
    }

    /// <summary>The lines that occur once in both parts, in the order of the new text.</summary>
    private List<(int Old, int New)> UniqueInBoth(Range range)
    {
        var places = new Dictionary<string, (int Old, int New)>(StringComparer.Ordinal);
        for (var i = range.OldStart; i < range.OldEnd; i++)
        {
            places[before[i]] = (places.ContainsKey(before[i]) ? -1 : i, -1);
        }

        for (var i = range.NewStart; i < range.NewEnd; i++)
        {
            if (places.TryGetValue(after[i], out var place) && place.Old >= 0)
            {
                places[after[i]] = place.New < 0 ? (place.Old, i) : (-1, -1);
            }
        }

        return [.. places.Values.Where(place => place is { Old: >= 0, New: >= 0 }).OrderBy(place => place.New)];
    }

    /// <summary>The longest subsequence with ascending indexes in the old text.</summary>
    private static List<(int Old, int New)> LongestAscending(List<(int Old, int New)> pairs)
    {
        var ends = new List<int>();
        var previous = new int[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var at = ends.BinarySearch(i, Comparer<int>.Create((a, b) => pairs[a].Old.CompareTo(pairs[b].Old)));
            at = at < 0 ? ~at : at;
            previous[i] = at > 0 ? ends[at - 1] : -1;
            if (at == ends.Count)
            {
                ends.Add(i);
            }
            else
            {
                ends[at] = i;
            }
        }

        var longest = new List<(int Old, int New)>(ends.Count);
        for (var i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = previous[i])
        {
            longest.Add(pairs[i]);
        }

        longest.Reverse();
        return longest;
    }

    /// <summary>Matches a range without unique lines: exactly if it is small, else each line with the next equal one.</summary>
    private void MatchRepeated(Range range)
    {
        if ((long)(range.OldEnd - range.OldStart) * (range.NewEnd - range.NewStart) <= LargestExactRange)
        {
            MatchLongest(range);
            return;
        }

        var places = Enumerable.Range(range.OldStart, range.OldEnd - range.OldStart)
            .GroupBy(index => before[index], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new Queue<int>(group), StringComparer.Ordinal);
        var next = range.OldStart;
        for (var i = range.NewStart; i < range.NewEnd; i++)
        {
            if (!places.TryGetValue(after[i], out var queue))
            {
                continue;
            }

            while (queue.TryPeek(out var passed) && passed < next)
            {
                queue.Dequeue();
            }

            if (queue.TryDequeue(out var found))
            {
                matches[i] = found;
                next = found + 1;
            }
        }
    }

    private void MatchLongest(Range range)
    {
        var (rows, columns) = (range.OldEnd - range.OldStart, range.NewEnd - range.NewStart);
        var lengths = new int[rows + 1][];
        lengths[rows] = new int[columns + 1];
        for (var row = rows - 1; row >= 0; row--)
        {
            lengths[row] = new int[columns + 1];
            for (var column = columns - 1; column >= 0; column--)
            {
                lengths[row][column] = before[range.OldStart + row] == after[range.NewStart + column]
                    ? lengths[row + 1][column + 1] + 1
                    : Math.Max(lengths[row + 1][column], lengths[row][column + 1]);
            }
        }

        for (int row = 0, column = 0; row < rows && column < columns;)
        {
            if (before[range.OldStart + row] == after[range.NewStart + column])
            {
                matches[range.NewStart + column++] = range.OldStart + row++;
            }
            else if (lengths[row + 1][column] >= lengths[row][column + 1])
            {
                row++;
            }
            else
            {
                column++;
            }
        }
    }

    private readonly record struct Range(int OldStart, int OldEnd, int NewStart, int NewEnd)
    {
        public bool IsEmpty => OldStart == OldEnd || NewStart == NewEnd;
    }
}
