using Mainstay.Server.Tests.Nodes;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Mainstay.Server.Tests;

/// <summary>Runs the tests; where a test started it to play another process (<see cref="ChildHost"/>), it does that instead.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments)
    {
        if (ChildHost.Role is { } role) return ChildHost.PlayAsync(role, arguments);
        return arguments.Any(argument => argument is "-automated" or "@@")
            ? ConsoleRunner.Run(arguments)
            : TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
