namespace Mainstay.Integration.Tests.Clients;

/// <summary>An ordinary client, with the options that it has when nobody sets any, which increments a counter again and again.</summary>
internal interface IWalkingClient : IAsyncDisposable
{
    string Name { get; }

    /// <summary>What it did so far.</summary>
    ClientWalk Walk { get; }
}
