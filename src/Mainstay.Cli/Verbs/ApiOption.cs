using System.CommandLine;
using Mainstay.Cli.Api;

namespace Mainstay.Cli.Verbs;

/// <summary><c>--api URL</c>, the same for every verb that talks to a daemon.</summary>
internal sealed class ApiOption : Option<Uri>
{
    private const string Variable = "MAINSTAY_API";

    public ApiOption()
        : base("--api")
    {
        Description = $"The daemon to talk to (default: {Variable}, else {ApiClient.LocalDaemon})";
        HelpName = "URL";
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (Parse(text) is { } uri) return uri;
            result.AddError($"--api wants an address like {ApiClient.LocalDaemon}, not '{text}'");
            return null;
        };
    }

    /// <summary>A client of the daemon that is meant.</summary>
    /// <exception cref="VerbException">The environment variable is not an address.</exception>
    public ApiClient Client(ParseResult parsed)
    {
        return parsed.GetValue(this) is { } given ? new ApiClient(given) : FromEnvironment();
    }

    /// <summary>A client of the daemon that is meant where none is named.</summary>
    /// <exception cref="VerbException">The environment variable is not an address.</exception>
    public static ApiClient FromEnvironment()
    {
        var variable = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(variable)) return new ApiClient(new Uri(ApiClient.LocalDaemon));
        return new ApiClient(Parse(variable) ?? throw new VerbException(ExitCode.Usage, $"mainstay: {Variable} should be an address like {ApiClient.LocalDaemon}, not '{variable}'"));
    }

    private static Uri? Parse(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
