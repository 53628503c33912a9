using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using Mainstay.Core.Topology;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints.Transport.Epoll;

/// <summary>A loop over Linux's epoll, level-triggered: what is not taken now is told again.</summary>
internal sealed unsafe class EpollLoop : EventLoop
{
    private const int MostEvents = 512;

    private readonly int _epoll;
    private readonly int _bell;
    private readonly byte[] _events = GC.AllocateUninitializedArray<byte>(MostEvents * 16, pinned: true);
    private readonly List<IEpollHandle?> _slots = [];
    private readonly List<uint> _generations = [];
    private readonly Stack<int> _free = new();

    /// <summary>Makes the loop. Throws <see cref="Win32Exception"/> when the system has no descriptors left.</summary>
    public EpollLoop(int number, TimeProvider time, ILogger logger)
        : base(number, time, logger)
    {
        _epoll = Native.EpollCreate(Native.CloseOnExec);
        _bell = Native.EventDescriptor(0, Native.Nonblocking | Native.CloseOnExec);
        if (_epoll < 0 || _bell < 0) throw new Win32Exception();
        Watch(new Bell(_bell), _bell, Native.In);
    }

    /// <summary>Begins to watch a descriptor for <paramref name="interest"/>.</summary>
    public void Watch(IEpollHandle handle, int descriptor, uint interest)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _slots.Count;
            _slots.Add(null);
            _generations.Add(0);
        }

        _slots[slot] = handle;
        handle.Slot = slot;
        Control(Native.Add, handle, descriptor, interest);
    }

    /// <summary>Watches for something else.</summary>
    public void Change(IEpollHandle handle, int descriptor, uint interest) => Control(Native.Modify, handle, descriptor, interest);

    /// <summary>Watches no more, and closes the descriptor unless somebody else owns it.</summary>
    public void Forget(IEpollHandle handle, int descriptor, bool close)
    {
        if (handle.Slot < 0) return;
        if (!close) Native.EpollControl(_epoll, Native.Delete, descriptor, null);
        else Native.Close(descriptor);
        _slots[handle.Slot] = null;

        // What the system told of it in this very turn is not for whoever gets its place.
        _generations[handle.Slot]++;
        _free.Push(handle.Slot);
        handle.Slot = -1;
    }

    /// <inheritdoc/>
    public override IDisposable Connect(NodeAddress address, string? unixSocket, Action<Channel?, string?> done) => new EpollConnect(this, address, unixSocket, done);

    /// <inheritdoc/>
    public override void Accept(Listener listener, Action<Channel> accepted, Action<string> failed) => _ = new EpollAcceptor(this, listener, accepted, failed);

    /// <inheritdoc/>
    public override bool Take(SafeFileHandle socket, IPEndPoint? remote, Action<Channel> taken)
    {
        var channel = new EpollChannel(this, (int)socket.DangerousGetHandle()) { Remote = remote };
        socket.SetHandleAsInvalid();
        taken(channel);
        if (!channel.IsClosed) channel.Begin();
        return true;
    }

    /// <inheritdoc/>
    protected override bool Poll(int milliseconds)
    {
        var events = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_events, 0);
        var count = Native.EpollWait(_epoll, events, MostEvents, milliseconds);
        Refresh();
        for (var i = 0; i < count; i++)
        {
            var item = new ReadOnlySpan<byte>(events + (i * Native.EventBytes), Native.EventBytes);
            var data = BinaryPrimitives.ReadUInt64LittleEndian(item[Native.EventData..]);
            var slot = (int)(uint)data;
            if (_generations[slot] != (uint)(data >> 32) || _slots[slot] is not { } handle) continue;
            try
            {
                handle.OnEvents(BinaryPrimitives.ReadUInt32LittleEndian(item));
            }
            catch (Exception e)
            {
                handle.OnFault(e);
            }
        }

        return count > 0;
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
        var one = 1UL;
        Native.Write(_bell, (byte*)&one, sizeof(ulong));
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        Native.Close(_epoll);
        Native.Close(_bell);
    }

    private void Control(int operation, IEpollHandle handle, int descriptor, uint interest)
    {
        var change = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(change, 4), interest);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(change + Native.EventData, 8), ((ulong)_generations[handle.Slot] << 32) | (uint)handle.Slot);
        if (Native.EpollControl(_epoll, operation, descriptor, change) < 0) throw new Win32Exception();
    }

    /// <summary>Rung by other threads.</summary>
    private sealed class Bell(int descriptor) : IEpollHandle
    {
        public int Slot { get; set; } = -1;

        public void OnEvents(uint events)
        {
            ulong rung;
            Native.Read(descriptor, (byte*)&rung, sizeof(ulong));
        }

        public void OnFault(Exception fault)
        {
        }
    }
}
