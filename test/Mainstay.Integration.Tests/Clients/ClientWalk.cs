using System.Globalization;

namespace Mainstay.Integration.Tests.Clients;

/// <summary>What a client did so far: whether it is ready to connect and has begun to, the answers of its increments in their order, its errors.</summary>
internal sealed record ClientWalk(bool Ready, bool Connecting, IReadOnlyList<long> Answers, IReadOnlyList<string> Errors)
{
    public static ClientWalk Parse(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var answers = new List<long>();
        var errors = new List<string>();
        foreach (var line in lines)
        {
            if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var answer)) answers.Add(answer);
            else if (line is not ("ready" or "connecting")) errors.Add(line);
        }

        return new ClientWalk(lines.Contains("ready"), lines.Contains("connecting"), answers, errors);
    }

    public override string ToString() => $"{Answers.Count} answers, last {(Answers.Count == 0 ? 0 : Answers[^1])}, errors: {string.Join(" | ", Errors.Take(5))}";
}
