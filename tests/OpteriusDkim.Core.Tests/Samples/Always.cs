using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>Properties that hold for all inputs of a generator.</summary>
internal static class Always
{
    public static void Holds<T>(Gen<T> cases, Action<T> claim, int times = 500) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(cases.ToArbitrary(), claim));
}
