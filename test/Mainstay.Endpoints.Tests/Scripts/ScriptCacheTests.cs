using System.Text;
using Mainstay.Endpoints.Scripts;

namespace Mainstay.Endpoints.Tests.Scripts;

public sealed class ScriptCacheTests
{
    [Fact]
    public void A_hash_is_the_one_that_the_server_answers()
    {
        // From redis-server 7.0.15: SCRIPT LOAD "return 1".
        const string told = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";
        Assert.Equal(told, ScriptHash.Of("return 1"u8).ToString());
        Assert.True(ScriptHash.TryParse(Encoding.ASCII.GetBytes(told.ToUpperInvariant()), out var parsed));
        Assert.Equal(ScriptHash.Of("return 1"u8), parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e0e1f9fabfc9d4800c877a703b823ac0578ff8d")]
    [InlineData("g0e1f9fabfc9d4800c877a703b823ac0578ff8db")]
    [InlineData(" e0e1f9fabfc9d4800c877a703b823ac0578ff8d")]
    [InlineData("e0e1f9fabfc9d4800c877a703b823ac0578ff8dbb")]
    public void What_is_no_hash_is_none(string text) => Assert.False(ScriptHash.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void A_script_is_loaded_where_it_is_not_and_only_there()
    {
        var cache = new ScriptCache();
        var hash = ScriptHash.Of("return 1"u8);
        Assert.Null(cache.LoadFor(hash, "one"));
        cache.Add("return 1"u8, "one");
        Assert.Null(cache.LoadFor(hash, "one"));
        Assert.Equal("*3\r\n$6\r\nSCRIPT\r\n$4\r\nLOAD\r\n$8\r\nreturn 1\r\n", Encoding.ASCII.GetString(cache.LoadFor(hash, "two")!));
        cache.Confirm(hash, "two");
        Assert.Null(cache.LoadFor(hash, "two"));
        Assert.True(cache.Miss(hash, "one"));
        Assert.NotNull(cache.LoadFor(hash, "one"));
        cache.Clear();
        Assert.False(cache.Miss(hash, "one"));
        Assert.Null(cache.LoadFor(hash, "two"));
    }

    [Fact]
    public void Past_its_count_the_one_unused_for_longest_is_forgotten()
    {
        var cache = new ScriptCache(mostScripts: 2);
        cache.Add("a"u8, null);
        cache.Add("b"u8, null);
        Assert.NotNull(cache.LoadFor(ScriptHash.Of("a"u8), "p"));
        cache.Add("c"u8, null);
        Assert.Equal(2, cache.Count);
        Assert.Equal([true, false, true], new[] { "a", "b", "c" }.Select(script => cache.Miss(ScriptHash.Of(Encoding.ASCII.GetBytes(script)), "p")));
    }

    [Fact]
    public void Past_its_bytes_the_oldest_go_and_what_is_too_large_is_not_taken()
    {
        var cache = new ScriptCache(mostBytes: 1000);
        for (var i = 0; i < 100; i++) cache.Add(Encoding.ASCII.GetBytes($"return {i} --{new string('x', 200)}"), null);
        Assert.InRange(cache.Count, 2, 4);
        cache.Add(new byte[1001], null);
        Assert.False(cache.Miss(ScriptHash.Of(new byte[1001]), "p"));
        Assert.InRange(cache.Count, 2, 4);
    }

    [Fact]
    public void A_script_remembers_no_end_of_processes()
    {
        var cache = new ScriptCache();
        var hash = ScriptHash.Of("a"u8);
        for (var i = 0; i < 100; i++) cache.Add("a"u8, $"process {i}");
        Assert.NotNull(cache.LoadFor(hash, "process 0"));
        Assert.Null(cache.LoadFor(hash, "process 99"));
    }
}
