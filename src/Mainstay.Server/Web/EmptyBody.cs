using System.Text.Json.Serialization;

namespace Mainstay.Server.Web;

/// <summary>The body of requests that have nothing to say: <c>{}</c> or none at all.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmptyBody;
