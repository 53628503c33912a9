namespace Mainstay.Endpoints.Sessions;

/// <summary>What an EXEC becomes.</summary>
internal enum TransactionEnd
{
    /// <summary>An EXEC.</summary>
    Exec,

    /// <summary>A DISCARD that is answered nil: a WATCH before it did not survive a change of node.</summary>
    Nil,

    /// <summary>A DISCARD that is answered EXECABORT: one of its commands was refused here.</summary>
    Abort,
}
