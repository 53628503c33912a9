using Mainstay.Bench.Failover.Clients;
using Mainstay.TestKit.Writing;
using StackExchange.Redis;

// The constructors that a test can call without a connection are those that the library advises against for its own use.
#pragma warning disable CS0618
namespace Mainstay.Integration.Tests.Failovers;

/// <summary>What the bench concludes of a write from what StackExchange.Redis throws.</summary>
public sealed class StackExchangeAnswerTests
{
    [Fact]
    public void Only_what_was_surely_not_sent_or_refused_counts_as_not_run()
    {
        Assert.Equal(new WriteAnswer(WriteOutcome.Refused, "READONLY"), StackExchangeClient.AnswerTo(new RedisServerException("READONLY You can't write against a read only replica.")));
        Assert.Equal(new WriteAnswer(WriteOutcome.Unknown, "INDETERMINATE"), StackExchangeClient.AnswerTo(new RedisServerException("INDETERMINATE mainstay: it may have run")));
        Assert.Equal(new WriteAnswer(WriteOutcome.Unknown, "timeout"), StackExchangeClient.AnswerTo(new RedisTimeoutException("", CommandStatus.Sent)));
        Assert.Equal(new WriteAnswer(WriteOutcome.Refused, "timeout:not-sent"), StackExchangeClient.AnswerTo(new RedisTimeoutException("", CommandStatus.WaitingInBacklog)));
        Assert.Equal(new WriteAnswer(WriteOutcome.Unknown, "connection:SocketFailure"), StackExchangeClient.AnswerTo(new RedisConnectionException(ConnectionFailureType.SocketFailure, "")));
        Assert.Null(StackExchangeClient.AnswerTo(new InvalidOperationException()));
    }
}
