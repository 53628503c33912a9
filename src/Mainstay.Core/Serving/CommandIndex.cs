using System.Numerics;
using System.Text;

namespace Mainstay.Core.Serving;

/// <summary>
/// Commands by the bytes of their names, in any case: an immutable open-addressing table, at most half full, that is asked at every
/// request. A container's subcommands are a table of their own.
/// </summary>
internal sealed class CommandIndex
{
    private struct Slot
    {
        public ulong Packed;
        public int Length;
        public byte[]? Name;
        public CommandSpec? Spec;
        public CommandIndex? Subcommands;
    }

    private readonly Slot[] _slots;
    private readonly int _bits;

    /// <summary>Takes all of <paramref name="specs"/>; a space in a name separates a subcommand from its container.</summary>
    public CommandIndex(IEnumerable<CommandSpec> specs)
        : this([.. specs.Select(spec => (spec.Name, spec))])
    {
    }

    private CommandIndex(List<(string Name, CommandSpec Spec)> specs)
    {
        var names = specs.GroupBy(command => command.Name.Split(' ', 2)[0]).ToList();
        _bits = BitOperations.Log2((uint)(names.Count + 1)) + 2;
        _slots = new Slot[1 << _bits];
        foreach (var name in names)
        {
            var subcommands = name.Where(command => command.Name.Length > name.Key.Length).Select(command => (command.Name[(name.Key.Length + 1)..], command.Spec)).ToList();
            Add(name.Key, name.LastOrDefault(command => command.Name == name.Key).Spec, subcommands.Count == 0 ? null : new CommandIndex(subcommands));
        }
    }

    /// <summary>What <see cref="CommandTable.Find"/> promises.</summary>
    public CommandSpec Find(CommandArguments arguments, bool complete)
    {
        ref readonly var slot = ref SlotOf(arguments[0]);
        var spec = slot.Spec;
        if (slot.Subcommands is { } subcommands && subcommands.SlotOf(arguments[1]).Spec is { } subcommand) spec = subcommand;
        if (spec is null) return CommandSpec.Unknown;
        return spec.DependsOnOptions ? OptionRules.Apply(spec, arguments, complete) : spec;
    }

    /// <summary>The slot of <paramref name="word"/>, or an empty one.</summary>
    private ref readonly Slot SlotOf(ReadOnlySpan<byte> word)
    {
        var packed = PackedName.Of(word);
        var slots = _slots;
        for (var i = PackedName.Spread(packed, _bits); ; i++)
        {
            ref readonly var slot = ref slots[i & (slots.Length - 1)];
            if (slot.Length == 0) return ref slot;
            if (slot.Packed == packed && slot.Length == word.Length && (slot.Name is null || Ascii.EqualsIgnoreCase(word, slot.Name))) return ref slot;
        }
    }

    private void Add(string name, CommandSpec? spec, CommandIndex? subcommands)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var packed = PackedName.Of(bytes);
        var i = PackedName.Spread(packed, _bits);
        while (_slots[i & (_slots.Length - 1)].Length > 0) i++;
        _slots[i & (_slots.Length - 1)] = new Slot
        {
            Packed = packed,
            Length = bytes.Length,
            Name = bytes.Length > PackedName.Size ? bytes : null,
            Spec = spec,
            Subcommands = subcommands,
        };
    }
}
