using Mainstay.TestKit.Writing;
using StackExchange.Redis;

namespace Mainstay.Bench.Failover.Clients;

/// <summary>A writer's share of a multiplexer. Its errors are counted by what the application would catch.</summary>
internal sealed class StackExchangeClient(IDatabase database) : IWriteClient
{
    public async Task<WriteAnswer> WriteAsync(WriteKind kind, string key, string value)
    {
        try
        {
            switch (kind)
            {
                case WriteKind.Append:
                    await database.ListRightPushAsync(key, value);
                    return WriteAnswer.Acknowledged();
                case WriteKind.Set:
                    return await database.StringSetAsync(key, value) ? WriteAnswer.Acknowledged() : WriteAnswer.Unanswered("not-set");
                default:
                    return WriteAnswer.Acknowledged(await database.StringIncrementAsync(key));
            }
        }
        catch (Exception exception) when (AnswerTo(exception) is not null)
        {
            return AnswerTo(exception)!.Value;
        }
    }

    /// <summary>The multiplexer is its party's.</summary>
    public void Dispose()
    {
    }

    /// <summary>What an exception of the library says of the write; null for any that is not the library's.</summary>
    internal static WriteAnswer? AnswerTo(Exception exception) => exception switch
    {
        RedisServerException server => WriteAnswer.Replied(server.Message.Split(' ')[0]),
        RedisTimeoutException { Commandstatus: CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog } => WriteAnswer.NotSent("timeout:not-sent"),
        RedisTimeoutException => WriteAnswer.Unanswered("timeout"),
        RedisConnectionException { CommandStatus: CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog } connection => WriteAnswer.NotSent($"connection:{connection.FailureType}"),
        RedisConnectionException connection => WriteAnswer.Unanswered($"connection:{connection.FailureType}"),
        RedisCommandException => WriteAnswer.NotSent("no-primary-known"),
        ObjectDisposedException => WriteAnswer.Unanswered("disposed"),
        _ => null,
    };
}
