using Mainstay.Server.Control;

namespace Mainstay.Server.Tests.Dns;

public sealed class LateClientsTests
{
    /// <summary>As redis-server 7.0.15 writes it.</summary>
    [Fact]
    public void Ours_are_spared_and_all_others_ended()
    {
        const string Listed = """
            id=3 addr=127.0.0.1:40001 laddr=127.0.0.1:6411 fd=8 name= age=5 idle=0 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 cmd=get user=default redir=-1 resp=2
            id=4 addr=/tmp/x/main-001:0 laddr=/tmp/x/main-001:0 fd=9 name= age=5 idle=0 flags=U db=0 sub=0 cmd=get user=default redir=-1 resp=2
            id=5 addr=127.0.0.1:40002 laddr=127.0.0.1:6411 fd=10 name= age=5 idle=0 flags=N db=0 cmd=info user=mainstay redir=-1 resp=2
            id=6 addr=127.0.0.1:40003 laddr=127.0.0.1:6411 fd=11 name= age=5 idle=0 flags=S db=0 cmd=psync user=mainstay-replica redir=-1 resp=2
            id=7 addr=127.0.0.1:40004 laddr=127.0.0.1:6411 fd=12 name=mainstay-control age=5 idle=0 flags=N db=0 cmd=info user=app redir=-1 resp=2
            id=8 addr=127.0.0.1:40005 laddr=127.0.0.1:6411 fd=13 name=web age=5 idle=0 flags=P db=0 sub=1 cmd=subscribe user=app redir=-1 resp=3

            """;
        Assert.Equal(["3", "8"], LateClients.ToEnd(Listed));
    }
}
