using System.Collections.Immutable;
using Mainstay.Endpoints;

namespace Mainstay.Server.Web;

/// <summary>The figures of an endpoint that everybody asks for; <c>/v1/groups/{g}</c> has all, under the same names.</summary>
/// <param name="Clients">Clients connected now.</param>
/// <param name="Commands">Requests received since the daemon started.</param>
/// <param name="CommandsPerSecond">Of the last full minute; before there was one, since the start.</param>
/// <param name="Errors">Error replies that clients were given since the daemon started, by their first word.</param>
/// <param name="Latency">How long commands took in the last full minute, likewise; null when there was none.</param>
public sealed record EndpointFiguresView(int Clients, long Commands, double CommandsPerSecond, ImmutableSortedDictionary<string, long> Errors, LatencyFigures? Latency)
{
    internal static EndpointFiguresView Of(EndpointFigures figures) => new(figures.Sessions, figures.Commands, figures.CommandsPerSecond, figures.Errors, figures.Latency);
}
