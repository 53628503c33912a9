namespace Mainstay.Core.Failover;

/// <summary>What a commit is for.</summary>
internal enum CommitKind
{
    Term,
    Choice,
    Publication,
    Revision,
}
