using System.Text;

namespace Mainstay.Core.Failover;

/// <summary>Draws <see cref="TransitionTable"/> for documents.</summary>
public static class TransitionDiagram
{
    /// <summary>A Mermaid state diagram: one line a step.</summary>
    public static string Mermaid()
    {
        var text = new StringBuilder("stateDiagram-v2\n    [*] --> Standby\n");
        foreach (var row in TransitionTable.Rows) text.Append("    ").Append(row.From).Append(" --> ").Append(row.To).Append(" : ").Append(row.Edge).Append('\n');
        return text.ToString();
    }

    /// <summary>A Markdown table with the reasons.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("| from | what happened | to | why |\n|---|---|---|---|\n");
        foreach (var row in TransitionTable.Rows)
            text.Append("| ").Append(row.From).Append(" | ").Append(row.Edge).Append(" | ").Append(row.To).Append(" | ").Append(row.Why).Append(" |\n");
        return text.Append("| every phase | Deposed | Standby | This controller lost its election or the store's leader lock. |\n").ToString();
    }
}
