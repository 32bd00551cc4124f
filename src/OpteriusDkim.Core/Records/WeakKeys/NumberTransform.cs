using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static OpteriusDkim.Records.WeakKeys.PrimeField;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// The number-theoretic transform modulo the prime 2^64 - 2^32 + 1: what a Fourier transform is for complex numbers, but exact. The
/// transform of a cyclic convolution is the product of the transforms, position by position.
/// </summary>
internal sealed class NumberTransform
{
    private const ulong Generator = 7;

    // Numbers that fit a core's cache: longer transforms are divided until they do.
    private const int CachedLength = 1 << 12;

    // Position k has the root that splits x^2m - r^2 into x^m - r and x^m + r in block k of a level. A prefix serves each shorter
    // transform.
    private ulong[] roots = [1, Power(Generator, (Prime - 1) / 4)];

    /// <summary>Transforms numbers. The result is permuted.</summary>
    /// <param name="numbers">Numbers below the prime; their count is a power of two, at least 4.</param>
    public void Forward(Span<ulong> numbers)
    {
        Extend(numbers.Length / 2);
        if (int.IsEvenInteger(BitOperations.Log2((uint)numbers.Length)))
        {
            Forward(numbers, 0);
            return;
        }

        var half = numbers.Length / 2;
        AddAndSubtract(numbers);
        Forward(numbers[..half], 0);
        Forward(numbers[half..], 1);
    }

    /// <summary>Reverses <see cref="Forward(Span{ulong})"/>.</summary>
    /// <param name="transform">The transform.</param>
    public void Inverse(Span<ulong> transform)
    {
        Extend(transform.Length / 2);
        if (int.IsEvenInteger(BitOperations.Log2((uint)transform.Length)))
        {
            Inverse(transform, 0);
        }
        else
        {
            var half = transform.Length / 2;
            Inverse(transform[..half], 0);
            Inverse(transform[half..], 1);
            AddAndSubtract(transform);
        }

        var factor = Power((ulong)transform.Length, Prime - 2);
        foreach (ref var number in transform)
        {
            number = Multiply(number, factor);
        }
    }

    private void Forward(Span<ulong> numbers, int block)
    {
        var quarter = numbers.Length / 4;
        if (numbers.Length <= CachedLength)
        {
            var blocks = 1;
            for (; quarter > 0; quarter /= 4, blocks *= 4)
            {
                for (var at = 0; at < blocks; at++)
                {
                    Split(numbers.Slice(4 * quarter * at, 4 * quarter), (block * blocks) + at);
                }
            }

            return;
        }

        Split(numbers, block);
        for (var at = 0; at < 4; at++)
        {
            Forward(numbers.Slice(quarter * at, quarter), (4 * block) + at);
        }
    }

    private void Inverse(Span<ulong> numbers, int block)
    {
        if (numbers.Length <= CachedLength)
        {
            var blocks = numbers.Length / 4;
            for (var quarter = 1; blocks > 0; quarter *= 4, blocks /= 4)
            {
                for (var at = 0; at < blocks; at++)
                {
                    Join(numbers.Slice(4 * quarter * at, 4 * quarter), (block * blocks) + at);
                }
            }

            return;
        }

        var length = numbers.Length / 4;
        for (var at = 0; at < 4; at++)
        {
            Inverse(numbers.Slice(length * at, length), (4 * block) + at);
        }

        Join(numbers, block);
    }

    /// <summary>The level whose only root is one.</summary>
    private static void AddAndSubtract(Span<ulong> numbers)
    {
        var low = numbers[..(numbers.Length / 2)];
        var high = numbers[low.Length..];
        for (var at = 0; at < low.Length; at++)
        {
            (low[at], high[at]) = (Add(low[at], high[at]), Subtract(low[at], high[at]));
        }
    }

    /// <summary>Two levels of the transform at once, which halves the passes over memory.</summary>
    private void Split(Span<ulong> numbers, int block)
    {
        var (root, left, right) = (roots[block], roots[2 * block], roots[(2 * block) + 1]);
        var quarter = numbers.Length / 4;
        ref var a = ref MemoryMarshal.GetReference(numbers);
        ref var b = ref Unsafe.Add(ref a, quarter);
        ref var c = ref Unsafe.Add(ref b, quarter);
        ref var d = ref Unsafe.Add(ref c, quarter);
        for (var at = 0; at < quarter; at++)
        {
            var third = Multiply(Unsafe.Add(ref c, at), root);
            var fourth = Multiply(Unsafe.Add(ref d, at), root);
            var sum = Add(Unsafe.Add(ref a, at), third);
            var otherSum = Multiply(Add(Unsafe.Add(ref b, at), fourth), left);
            var difference = Subtract(Unsafe.Add(ref a, at), third);
            var otherDifference = Multiply(Subtract(Unsafe.Add(ref b, at), fourth), right);
            Unsafe.Add(ref a, at) = Add(sum, otherSum);
            Unsafe.Add(ref b, at) = Subtract(sum, otherSum);
            Unsafe.Add(ref c, at) = Add(difference, otherDifference);
            Unsafe.Add(ref d, at) = Subtract(difference, otherDifference);
        }
    }

    /// <summary>Reverses <see cref="Split"/>; the result is four times too large.</summary>
    private void Join(Span<ulong> numbers, int block)
    {
        var (root, left, right) = (InverseRoot(block), InverseRoot(2 * block), InverseRoot((2 * block) + 1));
        var quarter = numbers.Length / 4;
        ref var a = ref MemoryMarshal.GetReference(numbers);
        ref var b = ref Unsafe.Add(ref a, quarter);
        ref var c = ref Unsafe.Add(ref b, quarter);
        ref var d = ref Unsafe.Add(ref c, quarter);
        for (var at = 0; at < quarter; at++)
        {
            var sum = Add(Unsafe.Add(ref a, at), Unsafe.Add(ref b, at));
            var otherSum = Multiply(Subtract(Unsafe.Add(ref a, at), Unsafe.Add(ref b, at)), left);
            var difference = Add(Unsafe.Add(ref c, at), Unsafe.Add(ref d, at));
            var otherDifference = Multiply(Subtract(Unsafe.Add(ref c, at), Unsafe.Add(ref d, at)), right);
            Unsafe.Add(ref a, at) = Add(sum, difference);
            Unsafe.Add(ref b, at) = Add(otherSum, otherDifference);
            Unsafe.Add(ref c, at) = Multiply(Subtract(sum, difference), root);
            Unsafe.Add(ref d, at) = Multiply(Subtract(otherSum, otherDifference), root);
        }
    }

    /// <summary>The product of the roots at k and 3 s - 1 - k, where s is the highest power of two in k, is -1.</summary>
    private ulong InverseRoot(int block) => block == 0 ? 1 : Prime - roots[(3 << BitOperations.Log2((uint)block)) - 1 - block];

    private void Extend(int count)
    {
        var known = roots.Length;
        if (known >= count)
        {
            return;
        }

        Array.Resize(ref roots, count);
        for (; known < count; known *= 2)
        {
            var factor = Power(Generator, (Prime - 1) / (4 * (ulong)known));
            for (var at = 0; at < known; at++)
            {
                roots[known + at] = Multiply(roots[at], factor);
            }
        }
    }
}
