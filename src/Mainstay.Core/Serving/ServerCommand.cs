using System.Collections.Immutable;

namespace Mainstay.Core.Serving;

/// <summary>A command as a server lists it (<c>COMMAND</c>).</summary>
/// <param name="Name">Its name in any case; of a subcommand after the container's, <c>config|get</c>.</param>
/// <param name="Flags">What the server says of it.</param>
/// <param name="Subcommands">Of a container; empty before Redis 7.</param>
public sealed record ServerCommand(string Name, ServerCommandFlags Flags, ImmutableArray<ServerCommand> Subcommands);
