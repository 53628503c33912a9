using System.Collections.Immutable;

namespace Mainstay.Server.Settings;

/// <summary>Collects what is found, so that all of it is told at once.</summary>
internal sealed class FaultList
{
    /// <summary>Nobody reads more than that, and a file may be nothing but faults.</summary>
    private const int Most = 200;

    private readonly List<SettingsFault> _faults = [];

    /// <summary>Whether the file cannot be run.</summary>
    public bool HasErrors => _faults.Exists(fault => !fault.IsWarning);

    /// <summary>All, in the order of the file.</summary>
    public ImmutableArray<SettingsFault> All => [.. _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    /// <summary>An error at <paramref name="place"/>.</summary>
    public void Error(SettingsNode place, string message, string? suggestion = null) => Add(new(place.Line, place.Column, false, message, suggestion));

    /// <summary>Something its owner should know.</summary>
    public void Warning(SettingsNode place, string message, string? suggestion = null) => Add(new(place.Line, place.Column, true, message, suggestion));

    /// <summary>As it is.</summary>
    public void Add(SettingsFault fault)
    {
        if (_faults.Count < Most) _faults.Add(fault);
    }
}
