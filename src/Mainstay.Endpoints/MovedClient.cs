using System.Net;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints;

/// <summary>
/// A client's connection on its way from one process to another, at a moment at which nothing of it is unanswered. What it sent and nobody read
/// is in the socket itself.
/// </summary>
/// <param name="Socket">The connection. Whoever gets this owns it.</param>
/// <param name="Remote">Where the client is; null when its address is not known.</param>
/// <param name="State">What it asked its connection to be.</param>
/// <param name="Begun">The beginning of a request, as far as it was read.</param>
public sealed record MovedClient(SafeFileHandle Socket, IPEndPoint? Remote, ClientState State, ReadOnlyMemory<byte> Begun);
