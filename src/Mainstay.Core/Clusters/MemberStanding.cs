namespace Mainstay.Core.Clusters;

/// <summary>What a node is to its cluster.</summary>
internal enum MemberStanding
{
    /// <summary>Not known yet, at the start of a daemon.</summary>
    Unknown,

    /// <summary>It was added and has not served yet: not in the snapshot, so that who has its keys keeps them until then.</summary>
    Joining,

    /// <summary>It serves its keys.</summary>
    Serving,

    /// <summary>It does not serve.</summary>
    Out,
}
