using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Updating;

/// <summary>Why an update did not take effect, as people are told. Never says anything of the key but its name.</summary>
/// <param name="Why">What happened.</param>
/// <param name="Advice">What to do.</param>
internal sealed record UpdateRefusal(string Why, string Advice)
{
    private const int BadSignature = 16, BadKey = 17, BadTime = 18, BadTruncation = 22;

    /// <summary>Nobody answered as a name server does.</summary>
    public static UpdateRefusal NoAnswer(string why) => new(why, "look whether a name server listens there, over TCP");

    /// <summary>Out of an answer; null when it says that all was done.</summary>
    public static UpdateRefusal? Of(UpdateReply reply, bool isSigned, string key, string zone)
    {
        switch (reply.Signature?.Error ?? 0)
        {
            case BadKey:
                return new($"it does not know the key {key}, or not with this algorithm (BADKEY)", "give it the key by the same name and algorithm, or correct dns.update");
            case BadSignature or BadTruncation:
                return new($"its secret of the key {key} is another (BADSIG)", "correct dns.update.secret, or its own");
            case BadTime:
                return new("its clock and ours differ by more than 5 minutes (BADTIME)", "set the clocks of both hosts");
        }

        return reply.Code switch
        {
            ResponseCode.Done when isSigned => null,
            ResponseCode.Done => new("its answer is not signed, or by another key", "is somebody else answering at this address?"),
            ResponseCode.Refused => new($"it refuses updates of {zone} by the key {key} (REFUSED)", "allow them: update-policy or allow-update in bind9"),
            ResponseCode.NotAuthoritative => new($"it is not the primary server of {zone} (NOTAUTH)", "name the primary server of the zone in dns.update.server"),
            ResponseCode.RecordsExist => new("one of the names is an alias there (CNAME)", "remove the alias, or choose another zone"),
            ResponseCode.NotInZone => new($"a name is not in {zone} as it knows it (NOTZONE)", "is dns.zone the name of the zone, not of something in it?"),
            ResponseCode.ServerFailure => new("it failed (SERVFAIL)", "look into its log: often it may not write the zone's journal"),
            _ => new($"it answered {reply.Code}", "look into its log"),
        };
    }
}
