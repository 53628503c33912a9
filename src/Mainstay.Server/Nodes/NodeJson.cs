using System.Text.Json.Serialization;

namespace Mainstay.Server.Nodes;

/// <summary>How the files of this feature are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(NodeCredentials))]
[JsonSerializable(typeof(ProcessIdentity))]
internal sealed partial class NodeJson : JsonSerializerContext;
