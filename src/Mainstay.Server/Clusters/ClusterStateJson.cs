using System.Text.Json.Serialization;

namespace Mainstay.Server.Clusters;

/// <summary>How the state of a cluster is written. A key this version does not know is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ClusterStateDocument))]
internal sealed partial class ClusterStateJson : JsonSerializerContext;
