namespace Mainstay.Endpoints.Sessions;

/// <summary>One command that makes a new connection what the old one was. The client never sees its replies.</summary>
/// <param name="Bytes">The request.</param>
/// <param name="Replies">How many replies it gets.</param>
/// <param name="MustSucceed">Whether an error makes the connection something else than the client believes, so that it can't go on.</param>
internal sealed record RestoreCommand(byte[] Bytes, int Replies, bool MustSucceed);
