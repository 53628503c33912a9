using System.Net.Sockets;
using System.Text;
using Mainstay.Server.Hosting.Handover;
using Mainstay.Server.Store;
using Mainstay.TestKit.Files;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Tests.Hosting.Handover;

public sealed class HandoverLineTests : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Messages_come_in_order_and_a_descriptor_leads_to_the_same_file()
    {
        var (one, other) = await ConnectAsync();
        await using var here = new HandoverLine(one, TimeProvider.System);
        await using var there = new HandoverLine(other, TimeProvider.System);
        Assert.Equal(Environment.ProcessId, here.PeerId);

        var path = _folder.Combine("file");
        here.Say(new HandoverMessage.Serving());
        here.Give(new HandoverMessage.Lock(), File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite));
        for (var i = 0; i < 300; i++) here.Give(new HandoverMessage.Fenced(i, true), File.OpenHandle(path, share: FileShare.ReadWrite));

        Assert.Equal((new HandoverMessage.Serving(), null), await there.Incoming.ReadAsync(TestContext.Current.CancellationToken));
        var (said, with) = await there.Incoming.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new HandoverMessage.Lock(), said);
        RandomAccess.Write(with!, "through"u8, 0);
        with!.Dispose();
        Assert.Equal("through", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        for (var i = 0; i < 300; i++)
        {
            var (fenced, file) = await there.Incoming.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(new HandoverMessage.Fenced(i, true), fenced);
            file!.Dispose();
        }
    }

    [Fact]
    public async Task Nonsense_ends_what_is_believed_and_the_end_is_still_seen()
    {
        foreach (var nonsense in new[] { Encoding.ASCII.GetBytes("""{"say":"obey"}"""), new byte[HandoverText.Longest + 100] })
        {
            var (one, other) = await ConnectAsync();
            await using var here = new HandoverLine(one, TimeProvider.System);
            other.SendBufferSize = 1 << 20;
            await other.SendAsync(nonsense);
            await other.SendAsync(HandoverText.Write(new HandoverMessage.Serving()));
            Assert.False(await here.Incoming.WaitToReadAsync(TestContext.Current.CancellationToken));
            Assert.NotNull(here.Fault);
            Assert.False(here.Ended.IsCompleted);
            other.Dispose();
            await here.Ended.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task The_end_of_the_other_side_is_seen_and_nothing_is_said_into_it()
    {
        var (one, other) = await ConnectAsync();
        await using var here = new HandoverLine(one, TimeProvider.System);
        other.Dispose();
        Assert.True(await here.EndAsync(TimeSpan.FromSeconds(10)));
        Assert.Null(here.Fault);
        var file = File.OpenHandle(_folder.Combine("given"), FileMode.CreateNew, FileAccess.Write);
        here.Give(new HandoverMessage.Lock(), file);
        await here.FinishAsync();
        Assert.True(file.IsClosed);
    }

    [Fact]
    public void A_lock_that_two_share_is_lost_when_the_last_one_gives_it_up()
    {
        var path = _folder.Combine("data");
        var old = DataDirectory.Open(path);
        old.IsShared = true;
        var next = DataDirectory.Open(path, Duplicate(old.Lock));
        Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(path));
        old.Dispose();
        Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(path));
        next.IsShared = false;
        next.Dispose();
        DataDirectory.Open(path).Dispose();

        using var foreign = File.OpenHandle(_folder.Combine("foreign"), FileMode.CreateNew, FileAccess.Write);
        Assert.Contains("not the lock", Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(path, foreign)).Message, StringComparison.Ordinal);
    }

    /// <summary>Another descriptor of the same open file, as one that came from another process.</summary>
    private static SafeFileHandle Duplicate(SafeFileHandle file)
    {
        using var one = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        var path = Path.GetTempFileName();
        File.Delete(path);
        using var listening = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        listening.Bind(new UnixDomainSocketEndPoint(path));
        listening.Listen();
        one.Connect(new UnixDomainSocketEndPoint(path));
        using var other = listening.Accept();
        Assert.Equal(0, HandoverSocket.Send(one.SafeHandle, "x"u8, file));
        Assert.Equal(1, HandoverSocket.Receive(other.SafeHandle, new byte[10], out var with, out _));
        return with!;
    }

    private async Task<(Socket One, Socket Other)> ConnectAsync()
    {
        using var listening = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        var path = _folder.Combine(Guid.NewGuid().ToString("N")[..8]);
        listening.Bind(new UnixDomainSocketEndPoint(path));
        listening.Listen();
        var one = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        await one.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return (one, await listening.AcceptAsync());
    }
}
