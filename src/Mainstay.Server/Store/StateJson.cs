using System.Text.Json.Serialization;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Store;

/// <summary>
/// How a state is written. A key this version does not know is an error: dropping it silently would undo what a newer version committed.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(DurableState))]
internal sealed partial class StateJson : JsonSerializerContext;
