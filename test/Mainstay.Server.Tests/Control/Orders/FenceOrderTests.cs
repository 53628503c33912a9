using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Control;
using Mainstay.Server.Control.Orders;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Control.Orders;

public class FenceOrderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_endpoints_say_is_passed_on(bool drained)
    {
        var gate = new Gate((_, _) => drained);
        Assert.Equal(new FailoverInput.EndpointsFenced(7, drained), await RunAsync(gate));
        Assert.Equal([(7ul, TimeSpan.FromSeconds(5))], gate.Asked);
    }

    [Fact]
    public async Task A_fence_that_could_not_be_put_up_is_tried_again()
    {
        var gate = new Gate((attempt, _) => attempt < 3 ? throw new IOException("the endpoint broke") : true);
        Assert.Equal(new FailoverInput.EndpointsFenced(7, true), await RunAsync(gate));
        Assert.Equal(3, gate.Asked.Count);
    }

    private static Task<FailoverInput?> RunAsync(Gate gate) =>
        new FenceOrder(gate, TimeProvider.System, NullLogger<FenceOrder>.Instance).RunAsync(
            new FailoverAction.Fence(7, TimeSpan.FromSeconds(5)), TestContext.Current.CancellationToken);

    private sealed class Gate(Func<int, ulong, bool> answer) : IEndpointGate
    {
        public List<(ulong Term, TimeSpan Drain)> Asked { get; } = [];

        public ValueTask<bool> FenceAsync(ulong term, TimeSpan drain, CancellationToken cancellationToken)
        {
            Asked.Add((term, drain));
            return ValueTask.FromResult(answer(Asked.Count, term));
        }

        public void Publish(GroupTopology topology)
        {
        }
    }
}
