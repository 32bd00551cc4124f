using OpteriusDkim.Dns;

namespace OpteriusDkim.Tests;

public sealed class QueryWindowTests
{
    private static readonly DnsQuestion Question = new("a.example.com", DnsRecordType.Txt, DnsServer.Parse("192.0.2.53"));
    private static readonly DnsReply InTime = new(Question, DnsOutcome.Found);
    private static readonly DnsReply Late = InTime with { SentAgain = true };
    private static readonly DnsReply Silent = new(Question, DnsOutcome.Timeout);

    private readonly List<QueryWindow.Place> places = [];
    private QueryWindow window = new(1000);

    [Theory]
    [InlineData(1000, QueryWindow.Start)]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    public void Begins_small(int ceiling, int size)
    {
        window = new QueryWindow(ceiling);

        Assert.Equal(size, Fill());
    }

    [Fact]
    public void Doubles_with_each_round_of_answers_up_to_the_ceiling()
    {
        window = new QueryWindow(100);

        Assert.Equal([16, 32, 64, 100, 100], Enumerable.Range(0, 5).Select(_ => Round(InTime)));
    }

    [Theory]
    [InlineData("sent again")]
    [InlineData("not answered")]
    public void Is_halved_once_for_the_losses_of_a_round(string loss)
    {
        GrowTo128();
        Fill();
        Leave(InTime);
        for (var count = 0; count < 10; count++)
        {
            Leave(loss == "sent again" ? Late : Silent);
        }

        Assert.Equal(64, Drain());
    }

    [Fact]
    public void Grows_by_one_a_round_after_a_loss()
    {
        GrowTo128();
        Fill();
        Leave(InTime);
        Leave(Late);
        var size = Drain();

        for (var round = 0; round < 4; round++)
        {
            Round(InTime);
        }

        Assert.InRange(Drain() - size, 3, 4);
    }

    [Fact]
    public void Losses_again_and_again_leave_a_few_places()
    {
        GrowTo128();
        for (var round = 0; round < 20; round++)
        {
            Fill();
            Leave(InTime);
            Leave(Late);
            Drain();
        }

        Assert.Equal(4, Drain());
    }

    [Fact]
    public void Silence_alone_is_not_counted_as_loss()
    {
        Fill();
        Leave(Silent);

        Assert.Equal(1000, Drain());
    }

    [Fact]
    public void A_cancelled_query_returns_its_slot()
    {
        Fill();
        while (places.Count > 0)
        {
            Leave(null);
        }

        Assert.Equal(QueryWindow.Start, Fill());
    }

    [Fact]
    public async Task A_cancelled_wait_takes_no_slot()
    {
        using var stop = new CancellationTokenSource();
        Fill();
        var waiting = window.EnterAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Equal(QueryWindow.Start, Drain());
    }

    [Fact]
    public async Task A_paced_client_waits_for_the_server_it_queries()
    {
        var client = new WaitingClient();
        var paced = new QueryWindows(100).Pace(client);
        var other = Question with { Server = DnsServer.Parse("192.0.2.54") };
        var queries = Enumerable.Repeat(Question, 40).Append(other)
            .Select(question => paced.AskAsync(question, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)).ToArray();
        Assert.Equal(QueryWindow.Start + 1, client.Queries);

        client.Answer.SetResult();
        await Task.WhenAll(queries);

        Assert.Equal(41, client.Queries);
    }

    private void GrowTo128()
    {
        window = new QueryWindow(128);
        while (Round(InTime) < 128)
        {
        }
    }

    /// <summary>Enters until no slot is free; returns the number of slots.</summary>
    private int Fill()
    {
        while (true)
        {
            using var stop = new CancellationTokenSource();
            var entered = window.EnterAsync(stop.Token);
            if (!entered.IsCompletedSuccessfully)
            {
                stop.Cancel();
                Assert.ThrowsAny<OperationCanceledException>(() => entered.GetAwaiter().GetResult());
                return places.Count;
            }

            places.Add(entered.GetAwaiter().GetResult());
        }
    }

    private void Leave(DnsReply? reply)
    {
        window.Leave(places[0], reply);
        places.RemoveAt(0);
    }

    /// <summary>Cancels all queries and returns the number of free slots.</summary>
    private int Drain()
    {
        while (places.Count > 0)
        {
            Leave(null);
        }

        var size = Fill();
        while (places.Count > 0)
        {
            Leave(null);
        }

        return size;
    }

    /// <summary>Runs a full window of queries with the same outcome; returns its size.</summary>
    private int Round(DnsReply reply)
    {
        var size = Fill();
        for (var count = 0; count < size; count++)
        {
            Leave(reply);
        }

        return size;
    }

    private sealed class WaitingClient : IDnsClient
    {
        private int queries;

        public int Queries => queries;

        public TaskCompletionSource Answer { get; } = new();

        public async Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
        {
            Interlocked.Increment(ref queries);
            await Answer.Task;
            return new DnsReply(question, DnsOutcome.Found);
        }
    }
}
