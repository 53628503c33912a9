using Mainstay.Endpoints.Upstreams;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Makes one new connection what the old one was: what is left to send, and which replies are due to it and not to the client.</summary>
internal sealed class Restoration(IReadOnlyList<RestoreCommand> commands)
{
    private int _answering;
    private int _answered;

    /// <summary>Nothing to restore.</summary>
    public static Restoration None => new([]);

    /// <summary>Whether replies are due to it.</summary>
    public bool IsAnswerDue
    {
        get
        {
            while (_answering < commands.Count && _answered >= commands[_answering].Replies)
            {
                _answering++;
                _answered = 0;
            }

            return _answering < commands.Count;
        }
    }

    /// <summary>Gives all of it to the connection, before any command.</summary>
    public void Send(Lane lane)
    {
        foreach (var command in commands) lane.Append(command.Bytes);
    }

    /// <summary>Takes a reply; false when it is an error after which the connection is not what the client believes.</summary>
    public bool TakeReply(bool isError)
    {
        var must = commands[_answering].MustSucceed;

        // An error is the only reply a command gets, however many acknowledgements were due.
        _answered = isError ? commands[_answering].Replies : _answered + 1;
        return !isError || !must;
    }
}
