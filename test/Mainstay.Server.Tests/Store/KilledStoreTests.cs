using System.Globalization;
using Mainstay.Server.Store;
using Mainstay.Server.Tests.Nodes;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Store;

/// <summary>kill -9 in the midst of commits, by a real process.</summary>
public sealed class KilledStoreTests
{
    [Fact]
    public async Task After_a_kill_the_store_holds_what_was_committed_last_or_the_one_commit_under_way()
    {
        using var folder = TempFolder.Create();
        var acknowledged = 0L;
        for (var round = 0; round < 4; round++)
        {
            await using var committing = ChildHost.StartCommitting(folder.Path);
            var enough = acknowledged + 20 + (round * 7);
            await Eventually.FineAsync(() => LastPrinted(committing) >= enough ? null : committing.Describe(), Deadline.InSeconds(30), "it commits");
            committing.Send(Signal.Kill);
            await committing.WaitAsync(Deadline.InSeconds(10));
            acknowledged = LastPrinted(committing);

            await using var store = new FileGroupStore(folder.Path, NullLogger<FileGroupStore>.Instance);
            var state = await store.ReadAsync("main", TestContext.Current.CancellationToken);
            Assert.InRange(state.Version, acknowledged, acknowledged + 2); // two: a line printed may not have come through
            Assert.Equal(StateSlot.Encode(States.Version(state.Version)), StateSlot.Encode(state));
        }
    }

    private static long LastPrinted(OwnedProcess process) =>
        process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? long.Parse(last, CultureInfo.InvariantCulture) : 0;
}
