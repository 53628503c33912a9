using Mainstay.Endpoints.Upstreams;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Makes one new connection what the old one was: what is left to send, and which replies are due to it and not to the client.</summary>
internal sealed class Restoration(IReadOnlyList<RestoreCommand> commands)
{
    private int _sending;
    private int _offset;
    private int _answering;
    private int _answered;

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

    /// <summary>Fills the connection's room with what is left to send; true when nothing is.</summary>
    public bool Fill(UpstreamLink link)
    {
        while (_sending < commands.Count)
        {
            var room = link.Room;
            if (room.IsEmpty) return false;
            var rest = commands[_sending].Bytes.AsSpan(_offset);
            var count = Math.Min(rest.Length, room.Length);
            rest[..count].CopyTo(room);
            link.Commit(count);
            _offset += count;
            if (count < rest.Length) return false;
            _sending++;
            _offset = 0;
        }

        return true;
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
