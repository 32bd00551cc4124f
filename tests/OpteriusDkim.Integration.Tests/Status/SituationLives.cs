using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Brings rotations, registrations and retirements where situations need them, with few commands for all of them.</summary>
internal sealed class SituationLives(SituationHost host)
{
    /// <summary>Begins and continues them all.</summary>
    public void Run(IReadOnlyList<(string Domain, SituationLife Life)> lives)
    {
        foreach (var command in lives.GroupBy(each => each.Life.Command))
        {
            host.Do($"$input | {command.Key}", [.. command.Select(each => each.Domain)]);
        }

        host.Publish([.. lives.Where(each => each.Life.NewSelector is not null).Select(each => (each.Domain, each.Life.NewSelector!))]);
        Continue([.. lives.Where(each => each.Life.NewSelector is not null || each.Life.Until is not null)]);
        var ending = lives.Where(each => each.Life.Ends is not null).ToArray();
        foreach (var (domain, life) in ending)
        {
            host.Replace(domain, life.Ends!);
        }

        Continue(ending);
    }

    /// <summary>Runs until each is in its phase or waits for a person; those without a phase run once.</summary>
    private void Continue((string Domain, SituationLife Life)[] lives)
    {
        var since = Stopwatch.StartNew();
        while (lives.Length > 0)
        {
            var rotations = host.Do("$input | Invoke-DkimRotation", [.. lives.Select(each => each.Domain)]).Objects
                .Select(item => (DkimRotation)item.BaseObject).ToDictionary(rotation => rotation.Domain);
            lives =
            [
                .. lives.Where(each => each.Life.Until is { } until && rotations[each.Domain] is var rotation
                    && rotation.Phase != until && rotation.WaitingFor != RotationWait.Person),
            ];
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(60), string.Join('\n', rotations.Values));
            Thread.Sleep(lives.Length > 0 ? 300 : 0);
        }
    }
}
