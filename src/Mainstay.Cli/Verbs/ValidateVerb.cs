using System.CommandLine;
using Mainstay.Server.Hosting;
using Mainstay.Server.Settings;

namespace Mainstay.Cli.Verbs;

/// <summary><c>validate -c FILE [--print]</c>: everything that is wrong with a configuration, at once; or what is in force with its defaults.</summary>
internal static class ValidateVerb
{
    public static Command Create(Terminal terminal)
    {
        var config = new ConfigOption();
        var print = new Option<bool>("--print") { Description = "Print the configuration in force, with defaults and without secrets" };
        var command = new Command("validate", "Say everything that is wrong with a configuration. Exits 2 when it cannot be run.") { config, config.Host, print };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(config)!;
            var reading = ConfigOption.Read(file, parsed.GetValue(config.Host));
            foreach (var fault in reading.Faults) terminal.Error.WriteLine(fault.Describe(file));
            if (reading.Spec is not { } spec) return ExitCode.Usage;
            if (parsed.GetValue(print)) terminal.Out.Write(SettingsPrinter.Print(spec, reading.Logs));
            else terminal.Out.WriteLine($"{file}: good; {Contents(spec)}");
            return ExitCode.Ok;
        });
        ExamplesHelp.Give(command, terminal, "validate -c mainstay.yaml", "validate -c mainstay.yaml --print");
        return command;
    }

    private static string Contents(DaemonSpec spec)
    {
        static string Count(int number, string one) => number == 1 ? $"1 {one}" : $"{number} {one}s";
        string[] parts =
        [
            .. spec.Groups.IsEmpty ? Array.Empty<string>() : [Count(spec.Groups.Length, "group")],
            .. spec.Clusters.IsEmpty ? Array.Empty<string>() : [Count(spec.Clusters.Length, "cluster")],
            Count(spec.Groups.Sum(group => group.Nodes.Length) + spec.Clusters.Sum(cluster => cluster.Nodes.Length), "node"),
        ];
        return string.Join(", ", parts);
    }
}
