using Mainstay.Server.Store;

namespace Mainstay.Server.Hosting;

/// <summary>What is left of a daemon that let go: a data directory that is held, and endpoints that serve.</summary>
/// <param name="Spec">What it ran.</param>
/// <param name="Data">Held.</param>
/// <param name="Plane">Serving by the last topology.</param>
internal sealed record Remainder(DaemonSpec Spec, DataDirectory Data, DataPlane Plane);
