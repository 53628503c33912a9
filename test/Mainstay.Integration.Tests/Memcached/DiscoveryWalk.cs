using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>What <c>discovery.mjs</c> told so far.</summary>
internal sealed class DiscoveryWalk(OwnedProcess process)
{
    /// <summary>Values that it read and did not write.</summary>
    public IReadOnlyList<string> WrongValues => [.. Lines.Where(line => line.StartsWith("error", StringComparison.Ordinal))];

    private string[] Lines => process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Awaits as many good answers in a row, all of them later than the call. Failures may come before: by when a client leaves a node is its own affair.</summary>
    public Task GoesOnAsync(int count, Deadline deadline)
    {
        var from = Lines.Length;
        return Eventually.FineAsync(() =>
        {
            var row = Lines.Skip(from).Reverse().TakeWhile(line => !line.StartsWith("failed", StringComparison.Ordinal) && !line.StartsWith("error", StringComparison.Ordinal));
            var good = row.Count(line => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out _));
            return good >= count ? null : $"{good} in a row, then {string.Join(" | ", Lines.Skip(from).Where(line => !char.IsAsciiDigit(line[0])).TakeLast(3))} {process.Errors}";
        }, deadline, $"{count} good answers in a row");
    }
}
