using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Mainstay.Endpoints;

namespace Mainstay.Server.Web;

/// <summary>One endpoint in <c>/v1/status</c>.</summary>
/// <param name="Kind">primary, reader, configuration.</param>
/// <param name="Address">Where applications connect, <c>host:port</c>.</param>
/// <param name="Targets">Names of the nodes it leads to just now.</param>
/// <param name="State">serving, holding, refusing.</param>
public sealed record EndpointView(string Kind, string Address, ImmutableArray<string> Targets, string State)
{
    internal static EndpointView Of(EndpointStatus endpoint, bool tls) =>
        new(Word.Of(endpoint.Kind), endpoint.Address.ToString(), endpoint.Targets, Word.Of(endpoint.State)) { Tls = tls, Figures = EndpointFiguresView.Of(endpoint.Figures) };

    /// <summary>Whether clients speak TLS there; left out where they don't.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Tls { get; init; }

    /// <summary>What it does in figures; null from a daemon that tells none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EndpointFiguresView? Figures { get; init; }
}
