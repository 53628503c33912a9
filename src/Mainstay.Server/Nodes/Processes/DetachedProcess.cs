using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Mainstay.Server.Nodes.Processes;

/// <summary>
/// Starts a program that outlives us: in a session of its own (a terminal's signals go to process groups), with signals as they are by
/// default, input from nowhere, output to a log file, and no file of ours open. Its files are readable by their owner only.
/// </summary>
internal static unsafe class DetachedProcess
{
    // The sizes of glibc's structures are 336 and 80 bytes, musl's are alike; sets of signals take 128.
    private const int Room = 1024;

    private const short SetSignalDefaults = 0x04;
    private const short SetMask = 0x08;
    private const short OwnSession = 0x80;
    private const int ReadOnly = 0;
    private const int AppendOrCreate = 1 | 0x40 | 0x400; // O_WRONLY | O_CREAT | O_APPEND

    /// <summary>What of our environment a data server may see: nothing that could be a secret, nothing that makes it talk to our service manager.</summary>
    private static readonly string[] Passed = ["PATH", "HOME", "TZ", "LANG", "LC_ALL"];

    /// <summary>Starts <paramref name="file"/> and returns its process id.</summary>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public static int Start(string file, IReadOnlyList<string> arguments, string log)
    {
        var actions = NativeMemory.AllocZeroed(Room);
        var attributes = NativeMemory.AllocZeroed(Room);
        var signals = (byte*)NativeMemory.AllocZeroed(Room);
        using var argv = new NativeStrings([file, .. arguments]);
        using var environment = new NativeStrings([.. Passed.Select(name => (name, value: Environment.GetEnvironmentVariable(name))).Where(v => v.value is not null).Select(v => $"{v.name}={v.value}")]);
        try
        {
            Check(Libc.InitializeFileActions(actions), file);
            Check(Libc.AddOpen(actions, 0, "/dev/null", ReadOnly, 0), file);
            Check(Libc.AddOpen(actions, 1, log, AppendOrCreate, 0x180), file);
            Check(Libc.AddDuplicate(actions, 1, 2), file);
            CloseOthers(actions);

            Check(Libc.InitializeAttributes(attributes), file);
            Check(Libc.SetFlags(attributes, SetSignalDefaults | SetMask | OwnSession), file);
            Check(Libc.SetSignalMask(attributes, signals), file);
            new Span<byte>(signals, 128).Fill(0xFF);
            Check(Libc.SetDefaultSignals(attributes, signals), file);

            int pid;
            var mask = Libc.SetCreationMask(0x3F); // 0077: the child keeps it; for us it only narrows for a moment
            var error = Libc.Spawn(&pid, file, actions, attributes, argv.Pointer, environment.Pointer);
            _ = Libc.SetCreationMask(mask);
            Check(error, file);
            return pid;
        }
        finally
        {
            _ = Libc.DestroyFileActions(actions);
            _ = Libc.DestroyAttributes(attributes);
            NativeMemory.Free(actions);
            NativeMemory.Free(attributes);
            NativeMemory.Free(signals);
        }
    }

    // All files of ours close on exec anyway; this covers what a library may have opened otherwise. glibc has it since 2.34.
    private static void CloseOthers(void* actions)
    {
        try
        {
            _ = Libc.AddCloseFrom(actions, 3);
        }
        catch (EntryPointNotFoundException)
        {
        }
    }

    private static void Check(int error, string file)
    {
        if (error != 0) throw new Win32Exception(error, $"{file} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>A null-terminated array of null-terminated strings.</summary>
    private readonly ref struct NativeStrings
    {
        private readonly int _count;

        public NativeStrings(string[] strings)
        {
            _count = strings.Length;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(strings[i]);
                Pointer[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
                bytes.CopyTo(new Span<byte>(Pointer[i], bytes.Length));
            }
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++) NativeMemory.Free(Pointer[i]);
            NativeMemory.Free(Pointer);
        }
    }
}
