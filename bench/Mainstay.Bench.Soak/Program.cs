using System.Globalization;
using System.Security.Cryptography;
using Mainstay.TestKit.Soaking;

// A hard day: crash, hang, orderly end and switchover of nodes, death and end of the daemon, one or two at once, every few seconds, while clients write.
//   dotnet build -c Release && dotnet run -c Release --no-build --project bench/Mainstay.Bench.Soak [-- --minutes 20] [--seed N] [--json FILE]
// A line per burst on standard error, tables on standard output. Exit 1 when something was not as promised.
const string Usage = "usage: soak [--minutes N] [--seed N] [--json FILE]";
var minutes = 20.0;
var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
string? json = null;
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    var good = args[i] switch
    {
        "--minutes" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out minutes) && minutes is >= 1 and <= 1440,
        "--seed" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed),
        "--json" => (json = value).Length > 0,
        _ => false,
    };
    if (good) continue;
    Console.Error.WriteLine($"soak: '{args[i]} {value}' is not understood; minutes are 1 to 1440{Environment.NewLine}{Usage}");
    return 2;
}

Console.Error.WriteLine($"seed {seed}");
var report = await new SoakRun(new SoakOptions { Seed = seed, Length = TimeSpan.FromMinutes(minutes) }, Console.Error.WriteLine).RunAsync();
Console.Write(report.ToTable());
if (json is not null) await File.WriteAllTextAsync(json, report.ToJson());
return report.Broken.Count == 0 ? 0 : 1;
