using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Mainstay.Core.Clusters;

namespace Mainstay.Core.Tests.Clusters;

[SuppressMessage("Security", "CA5351", Justification = "The hash of keys is MD5; nothing is kept secret by it.")]
public sealed class KeyHashTests
{
    [Fact]
    public void It_is_the_first_word_of_MD5_for_keys_of_every_length()
    {
        var random = new Random(1);
        for (var length = 0; length <= 300; length++)
        {
            var key = new byte[length];
            random.NextBytes(key);
            Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(MD5.HashData(key)), KeyHash.Of(key));
        }
    }
}
