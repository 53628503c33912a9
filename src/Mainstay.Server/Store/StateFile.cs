using Mainstay.Core.Failover;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Store;

/// <summary>
/// The committed state of one group in a file of two slots. A commit overwrites the older slot in place, so the newer one survives a
/// write that is torn; both slots' space is taken when the file is made, so a full disk does not prevent a commit. Not thread-safe.
/// </summary>
internal sealed class StateFile(string path) : IDisposable
{
    private FileStream? _file;
    private DurableState? _current;
    private int _slot;

    private bool _oneSlotUnreadable;

    /// <summary>Whether one slot did not verify when it was read (a commit was interrupted there, or the disk damaged it); true once only.</summary>
    public bool TakeUnreadableSlot()
    {
        var unreadable = _oneSlotUnreadable;
        _oneSlotUnreadable = false;
        return unreadable;
    }

    /// <summary>What is committed; <see cref="DurableState.Empty"/> when the file does not exist. Durable when it returns.</summary>
    /// <exception cref="StoreException">The file cannot be read, or is damaged.</exception>
    public DurableState Read()
    {
        if (_current is not null) return _current;
        try
        {
            if (_file is null && !File.Exists(path)) return _current = DurableState.Empty;
            _file ??= new FileStream(path, DurableFile.Options(FileMode.Open, FileAccess.ReadWrite));
            return _current = Load(_file.SafeFileHandle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store cannot read {path}: {DiskFault.Describe(path, e)}", mayHaveBeenWritten: false, e);
        }
    }

    /// <summary>Commits <paramref name="next"/>. After an exception the next <see cref="Read"/> looks at the disk again.</summary>
    /// <exception cref="StoreException">It was not written, or it is unknown whether it was.</exception>
    public void Write(DurableState next)
    {
        var bytes = StateSlot.Encode(next)
            ?? throw new StoreException($"The state of this group takes more than {StateSlot.Capacity} bytes and cannot be stored in {path}; it was not written.", mayHaveBeenWritten: false);
        if (_file is null)
            Create(next, bytes);
        else if (!File.Exists(path))
            throw new StoreException($"The store's file {path} was removed while it was in use; nothing was written. Put it back, or end this daemon and start it again.", mayHaveBeenWritten: false);
        else
            Overwrite(_file.SafeFileHandle, next, bytes);
    }

    public void Dispose() => _file?.Dispose();

    private DurableState Load(SafeFileHandle file)
    {
        // Files are made whole under another name, so no crash of ours leaves one of another length.
        if (RandomAccess.GetLength(file) != 2 * StateSlot.Size) throw Damaged($"it is {RandomAccess.GetLength(file)} bytes long instead of {2 * StateSlot.Size}");
        var slots = new byte[2 * StateSlot.Size];
        for (var read = 0; read < slots.Length;)
        {
            var count = RandomAccess.Read(file, slots.AsSpan(read), read);
            if (count == 0) throw Damaged("it became shorter while it was read");
            read += count;
        }
        var first = StateSlot.Decode(slots.AsSpan(0, StateSlot.Size), path);
        var second = StateSlot.Decode(slots.AsSpan(StateSlot.Size), path);
        if (first is null && second is null) throw Damaged("neither of its two copies verifies");
        if (first is not null && second is not null && first.Version == second.Version) throw Damaged("its two copies have the same version");
        _oneSlotUnreadable = (first is null && !IsUnused(slots.AsSpan(0, StateSlot.Size))) || (second is null && !IsUnused(slots.AsSpan(StateSlot.Size)));
        _slot = second is null || first?.Version > second.Version ? 0 : 1;

        // A daemon that was killed between write and sync leaves a state that only memory has, and after a failed sync the kernel takes
        // such pages for written. Writing it once more makes sure that what others are told is on the disk.
        RandomAccess.Write(file, slots.AsSpan(_slot * StateSlot.Size, StateSlot.Size), _slot * StateSlot.Size);
        DurableFile.SyncData(file);
        return (_slot == 0 ? first : second)!;
    }

    private void Create(DurableState next, byte[] bytes)
    {
        // Zeros are written, not just announced, so that the space of both slots is really there.
        var whole = new byte[2 * StateSlot.Size];
        bytes.CopyTo(whole, 0);
        var renamed = false;
        try
        {
            DurableFile.Write(path, whole);
            renamed = true;
            _file = new FileStream(path, DurableFile.Options(FileMode.Open, FileAccess.ReadWrite));
            (_slot, _current) = (0, next);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _current = null;
            renamed = renamed || File.Exists(path);
            throw NotWritten(e, renamed);
        }
    }

    private void Overwrite(SafeFileHandle file, DurableState next, byte[] bytes)
    {
        var slot = 1 - _slot;
        var whole = false;
        try
        {
            RandomAccess.Write(file, bytes, slot * (long)StateSlot.Size);
            whole = true;
            DurableFile.SyncData(file);
            (_slot, _current) = (slot, next);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A write that broke off leaves a slot that does not verify; one whose sync failed may be on the disk or not.
            _current = null;
            throw NotWritten(e, whole);
        }
    }

    private StoreException NotWritten(Exception cause, bool maybe) => new(
        $"The store cannot write {path}: {DiskFault.Describe(path, cause)} {(maybe ? "Whether the last change is on the disk is unknown." : "The state before this change is kept.")} No node can be promoted until it can be written.",
        maybe,
        cause);

    private StoreException Damaged(string how) => new(
        $"The store's file {path} is damaged: {how}. It is left as it is. Restore it from a backup; or, if the nodes run and one is the right primary, move the file away and start again.",
        mayHaveBeenWritten: false);

    private static bool IsUnused(ReadOnlySpan<byte> slot) => slot.IndexOfAnyExcept((byte)0) < 0;
}
