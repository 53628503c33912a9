using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mainstay.TestKit.Soaking;

/// <summary>A whole day.</summary>
/// <param name="Seed">Of the faults.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Kinds">By what befell whom.</param>
/// <param name="DaemonStarts">How many daemons there were one after the other.</param>
/// <param name="Warm">The last daemon's figures once it was warm; null when the day did not come that far.</param>
/// <param name="End">Its figures at the end.</param>
/// <param name="BurstsBetween">Bursts between the two.</param>
/// <param name="Broken">What was not as promised; empty for a good day.</param>
public sealed record SoakReport(int Seed, double Seconds, IReadOnlyList<KindSummary> Kinds, int DaemonStarts, DaemonFigures? Warm, DaemonFigures? End, int BurstsBetween, IReadOnlyList<string> Broken)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public int Bursts => Kinds.Sum(kind => kind.Bursts);

    public string ToJson() => JsonSerializer.Serialize(this, Shape);

    /// <summary>Tables in Markdown, and what was broken.</summary>
    public string ToTable()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Bursts} bursts in {Seconds / 60:0.0} minutes, seed {Seed}, {DaemonStarts} starts of the daemon").AppendLine();
        text.AppendLine("| what befell whom | bursts | no write acknowledged for: median | largest | whole again within: median | largest | acknowledged | lost | `INDETERMINATE` | other errors |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var kind in Kinds) text.AppendLine(kind.ToRow());
        if (Warm is not null && End is not null)
        {
            text.AppendLine().AppendLine("| the daemon | memory (RSS) | threads | descriptors |").AppendLine("|---|---|---|---|");
            text.AppendLine(Row("warm", Warm)).AppendLine(Row($"{BurstsBetween} bursts later", End));
        }

        foreach (var one in Broken) text.AppendLine().Append("Not as promised: ").AppendLine(one);
        return text.ToString();
    }

    private static string Row(string name, DaemonFigures figures) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {figures.ResidentBytes / 1048576.0:0.0} MiB | {figures.Threads} | {figures.Descriptors} |");
}
