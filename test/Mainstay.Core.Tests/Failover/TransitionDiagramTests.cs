using Mainstay.Core.Failover;
using Mainstay.Core.Tests.Tidy;

namespace Mainstay.Core.Tests.Failover;

public class TransitionDiagramTests
{
    [Fact]
    public void The_document_shows_the_table_as_it_is()
    {
        var document = Repository.Instance.Files.Single(file => file.Path == "docs/failover.md").Text;
        Assert.Contains("```mermaid\n" + TransitionDiagram.Mermaid() + "```", document);
        Assert.Contains(TransitionDiagram.Markdown(), document);
    }

    [Fact]
    public void Every_phase_is_reached_and_left_and_every_edge_is_used()
    {
        foreach (var phase in Enum.GetValues<ControlPhase>())
        {
            Assert.Contains(TransitionTable.Rows, row => row.From == phase);
            Assert.True(phase == ControlPhase.Standby || TransitionTable.Rows.Any(row => row.To == phase), $"{phase} is never reached");
        }

        foreach (var edge in Enum.GetValues<TransitionEdge>())
            Assert.True(edge == TransitionEdge.Deposed || TransitionTable.Rows.Any(row => row.Edge == edge), $"{edge} is in no row");
    }

    [Fact]
    public void A_step_that_is_not_in_the_table_is_refused()
    {
        Assert.False(TransitionTable.Allows(ControlPhase.Serving, TransitionEdge.SeenAsPrimary, ControlPhase.Promoting));
        Assert.False(TransitionTable.Allows(ControlPhase.Sealing, TransitionEdge.EnoughCopies, ControlPhase.Promoting));
        Assert.True(TransitionTable.Allows(ControlPhase.Promoting, TransitionEdge.Deposed, ControlPhase.Standby));
    }
}
