using System.Text.Json.Serialization;

namespace Mainstay.Server.Web;

/// <summary>
/// How all of the API's bodies are written and read: camelCase, no field twice. A request's unknown fields are errors (its types say so);
/// an answer's are skipped, so that an older command can read a newer daemon.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(GroupView))]
[JsonSerializable(typeof(GroupDetailView))]
[JsonSerializable(typeof(ClusterView))]
[JsonSerializable(typeof(ClusterDetailView))]
[JsonSerializable(typeof(ReplyView))]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(SwitchoverBody))]
[JsonSerializable(typeof(FailoverBody))]
[JsonSerializable(typeof(EmptyBody))]
[JsonSerializable(typeof(NodeBody))]
[JsonSerializable(typeof(BackupView))]
[JsonSerializable(typeof(BackupsView))]
[JsonSerializable(typeof(RestoreBody))]
public sealed partial class WebJson : JsonSerializerContext;
