using System.Globalization;
using System.Text;
using Mainstay.Server.Store;

namespace Mainstay.Server.Dns;

/// <summary>
/// Serial numbers of a zone, each larger than every one before, also across restarts of the daemon and steps of the clock: they begin with the
/// seconds since 1970, or behind those that were given before. A file says up to which number all may have been given; it is written a block
/// ahead, so that a change of the zone waits for no disk. What of a block was not used is lost, which costs nothing.
/// </summary>
internal sealed class SerialNumbers
{
    /// <summary>Numbers reserved at once.</summary>
    public const uint Block = 10_000;

    private readonly string _file;
    private uint _last;
    private uint _reserved;

    /// <param name="folder">The data directory.</param>
    /// <param name="time">Whose clock.</param>
    /// <exception cref="DataDirectoryException">The file cannot be read or written.</exception>
    public SerialNumbers(string folder, TimeProvider time)
    {
        _file = Path.Combine(folder, "dns-serial");
        try
        {
            var text = File.Exists(_file) ? File.ReadAllText(_file).Trim() : "0";
            if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given))
                throw new DataDirectoryException($"{_file} is damaged: it should hold a number. Remove it; the zone's serial then begins with the seconds since 1970.");
            _last = Math.Max((uint)time.GetUtcNow().ToUnixTimeSeconds(), given);
            Reserve();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"{_file} cannot be used: {DiskFault.Describe(_file, e)}", e);
        }
    }

    /// <summary>Whether it is time to reserve more.</summary>
    public bool IsRunningOut => _reserved - _last < Block / 2;

    /// <summary>The next number.</summary>
    public uint Next() => Interlocked.Increment(ref _last);

    /// <summary>Makes durable that a further block may be given.</summary>
    /// <exception cref="IOException">The disk is full, say: until it is not, a restart might give numbers again.</exception>
    public void Reserve()
    {
        var ahead = Volatile.Read(ref _last) + Block;
        DurableFile.Write(_file, Encoding.ASCII.GetBytes(ahead.ToString(CultureInfo.InvariantCulture) + "\n"));
        _reserved = ahead;
    }
}
