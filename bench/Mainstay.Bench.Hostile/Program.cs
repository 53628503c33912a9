using System.Globalization;
using Mainstay.Bench.Hostile;
using Mainstay.TestKit.Crowding;
using Mainstay.TestKit.Running;

// What crowds that do not behave cost clients that do, on one group by `mainstay up`: their p99 before a crowd comes and while it is there.
//   dotnet build -c Release && dotnet run -c Release --no-build --project bench/Mainstay.Bench.Hostile [-- --seconds 20]
// A table on standard output. Exit 1 when somebody was answered wrongly, a p99 more than doubled or somebody's memory is not bounded: on a machine with nothing else to do.
const string Usage = "usage: hostile-bench [--seconds N]";
if (args is ["--crowd", var name, "--port", var port]) return await OtherProcessCrowd.RunHereAsync(name, int.Parse(port, CultureInfo.InvariantCulture));
var seconds = 20.0;
if (args.Length > 0 && !(args is ["--seconds", var text] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && seconds is >= 1 and <= 3600))
{
    Console.Error.WriteLine($"hostile-bench: '{string.Join(' ', args)}' is not understood; seconds are 1 to 3600{Environment.NewLine}{Usage}");
    return 2;
}

var broken = 0;
Console.WriteLine(CrowdReport.Heading);
foreach (var kind in OtherProcessCrowd.Kinds)
{
    using var crowd = new OtherProcessCrowd(kind);
    await using var up = await UpProcess.StartAsync();
    try
    {
        var report = await CrowdRun.RunAsync(crowd, up.Ports.Primary, up.Daemon.Id, (await up.PrimaryAsync()).ProcessId, TimeSpan.FromSeconds(seconds));
        Console.WriteLine(report);
        if (report.During <= 2 * report.Before && report.IsBounded) continue;
        Console.Error.WriteLine($"Not as promised: {crowd.Name}");
    }
    catch (Exception exception) when (exception is InvalidOperationException or IOException or OperationCanceledException)
    {
        Console.Error.WriteLine($"Not as promised: {crowd.Name}: {exception.Message}");
    }

    broken++;
}

return broken == 0 ? 0 : 1;
