using System.Globalization;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Clusters;

/// <summary>
/// Where keys were found after they had been stored by libmemcached 1.1.4 (pylibmc, <c>ketama_weighted</c>), and again by twemproxy 0.5.0 (<c>distribution: ketama</c>,
/// <c>hash: md5</c>), in memcached 1.6.18 on these addresses: both had put each key of 2000 on the same node.
/// </summary>
internal static class RecordedOwners
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCD";

    private static readonly string[] OddKeys =
    [
        "qw.91bDp9dkhxEpy2g4pa/nArlykei77Ciiaannk",
        "ksum2_8nl.mytbxAkjqevt65a6_:vetwtE.ulEE:ldqbwzb3Axy5aCc:",
        "7mhpDw0w1qDg",
        "xscBfnv07xjvr.2ft_utlf8j/.tEk/df62zcp6",
        "qD9Ajd8cFvni/4i8AgkBxjd",
        "AsjD7k1DF./uErsEzjhy2l8FvlfFr030xew.5-ctx3:-rFq.:sv9l5a",
        "3qu-rDs09_wwr9wAwl.Cxv1j1kmxEs.",
        "/-/Ak7",
        "51-At738r/bmk5C79lo_l8:cEokdihulEm3cADwy-7e5np:xaw",
        "rAh.3xc37tgs20v5swiAA492xD",
        "k6y4Emi6fw",
        "-aygu472ju84yBBoFsE:yyk66qtFqAbutFsjEbh-7CpscizaE23rp",
        "EcpFrj/ssF6E196hbits2:v7s/1bDwx_5icaq3D_g_2maBB64.:89EyEz_/m",
        "sDeta.B5s9EtjkE.3Fv2jB52de/orfe-bv/Bez.Fdhho79h:is:Cjl7lAk",
        "7nc3g",
        "yerd44hz7iaBfu_6FFw9xdi.sj48_0s337oqe3pqs1i",
        "pxDyli:b9vf4-cfh06DpyDEug1b2/ydjB_ohf-Fni.7ywpsv7:wy",
        "i/w9s8Bx1c54nlzegcclmmcFE",
        "waBEt7BuDDgmj9kexyEj3qhrks_pcEcwxud.b_DEjh-",
        "sD_p/kcm:b4o-f7z:x_tl",
        "xse/:Dkpl_nc96B/raDdC_Akcc314w",
        ":epFfEd",
        "p9dFzddqACt8dcml.08zm2ofugf2k6e/n7bC2wFB4y18",
        "/at.Co3hi",
    ];

    /// <summary>The keys, in the order of <see cref="Owners"/>.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Enumerable.Range(0, 200).Select(number => string.Create(CultureInfo.InvariantCulture, $"key:{number}")), .. OddKeys];

    /// <summary>Lists of nodes, each with one digit a key: the index of the node that had it.</summary>
    public static TheoryData<string, string> Recorded { get; } = new()
    {
        // three ports of one host
        {
            "127.0.0.1:22101 127.0.0.1:22102 127.0.0.1:22103",
            "20102102211120020020022020222001201200021222211121102220210011102221111001222200021021010201002012102012022220111010201111100221211101010112220221121022021110022121000101002022210220202010010110122020010022110120211220022010"
        },
        // the port that has no name
        {
            "127.0.0.1:11211 127.0.0.2:11211 127.0.0.1:22102",
            "00210202121202020021111120100001120201211112121222110122111022210110021012022211012220111102002121200020222212122212112022100220210102120212100220111202212221002202022202100002110122021210221012001112010022020012212120120101"
        },
        // five hosts
        {
            "127.0.0.1:22110 127.0.0.2:22111 127.0.0.3:22112 127.0.0.4:22113 127.0.0.5:22114",
            "23123203111030212240110121024000424410000124414022223132210104014120041322324123311311441103002414244324433010000241130320000142004013200214442442140331240420143412131021024004130104224010322142420244400424132333411421410130"
        },
        // seven ports
        {
            "127.0.0.1:22130 127.0.0.1:22131 127.0.0.1:22132 127.0.0.1:22133 127.0.0.1:22134 127.0.0.1:22135 "
            + "127.0.0.1:22136",
            "61323662523333414520451415332116513244142616630403561031400406212230105103322162202313024512351460351643512555366416453650362050230012426156662113054225605602022405436501250231000605342334536421425601204241032042400010452600"
        },
        // thirteen hosts on the port that has no name
        {
            "127.0.1.1:11211 127.0.1.2:11211 127.0.1.3:11211 127.0.1.4:11211 127.0.1.5:11211 127.0.1.6:11211 "
            + "127.0.1.7:11211 127.0.1.8:11211 127.0.1.9:11211 127.0.1.10:11211 127.0.1.11:11211 127.0.1.12:11211 "
            + "127.0.1.13:11211",
            "504bca71896170779601469006772a86539497a5bba9c6229994035570100b7c681c2543b5834b1bb0a60b516c2192000a96b44616a76299456139674c910419cb5b3aba9549a85145a761b9acac5c3c712444c0c686a3c98249635878ba098b13845c2ba611b93a98310c80435b6025"
        },
        // twenty-five, of which each has fewer points
        {
            "127.0.0.1:22150 127.0.0.1:22151 127.0.0.1:22152 127.0.0.1:22153 127.0.0.1:22154 127.0.0.1:22155 "
            + "127.0.0.1:22156 127.0.0.1:22157 127.0.0.1:22158 127.0.0.1:22159 127.0.0.1:22160 127.0.0.1:22161 "
            + "127.0.0.1:22162 127.0.0.1:22163 127.0.0.1:22164 127.0.0.1:22165 127.0.0.1:22166 127.0.0.1:22167 "
            + "127.0.0.1:22168 127.0.0.1:22169 127.0.0.1:22170 127.0.0.1:22171 127.0.0.1:22172 127.0.0.1:22173 "
            + "127.0.0.1:22174",
            "9i835hbe03c98fn3n4676301a2ac9d86bkolm49okm8imogbe6mcdml26o76ck1fcc7ih8ilgmdkkmdllanld6e7jj9nmafak2bfk6062b373icoc2mjbglj7cc94bbg59iek954ajfik2ln4i3d8nkke0i46f18aji7l3i9n37lhejoh54j8jikfgm3kobn778ilc3799ag3kmho1mnj0bkn1n16bn7"
        },
        // forty
        {
            "127.0.0.1:22200 127.0.0.1:22201 127.0.0.1:22202 127.0.0.1:22203 127.0.0.1:22204 127.0.0.1:22205 "
            + "127.0.0.1:22206 127.0.0.1:22207 127.0.0.1:22208 127.0.0.1:22209 127.0.0.1:22210 127.0.0.1:22211 "
            + "127.0.0.1:22212 127.0.0.1:22213 127.0.0.1:22214 127.0.0.1:22215 127.0.0.1:22216 127.0.0.1:22217 "
            + "127.0.0.1:22218 127.0.0.1:22219 127.0.0.1:22220 127.0.0.1:22221 127.0.0.1:22222 127.0.0.1:22223 "
            + "127.0.0.1:22224 127.0.0.1:22225 127.0.0.1:22226 127.0.0.1:22227 127.0.0.1:22228 127.0.0.1:22229 "
            + "127.0.0.1:22230 127.0.0.1:22231 127.0.0.1:22232 127.0.0.1:22233 127.0.0.1:22234 127.0.0.1:22235 "
            + "127.0.0.1:22236 127.0.0.1:22237 127.0.0.1:22238 127.0.0.1:22239",
            "wuocw4A5nhga6co9oBlfnqteB0c26lp7ionk1lvsC2yov2CrDzmcw51jmufw6qkpgtD0v5bDdsBev8w1u74r71iB5j8kx7ppluwxAgfbkz2g2tco95yobadu9xcz1qs53nyoC6zuucpwnqqD027hgydbqcoh4lmkhuo9m4kucff3rxyctigw8lc2pywzp5qbeA1vq9hucx565xDq0i0yefdfvm104o7x"
        },
    };

    /// <summary>The nodes of a list.</summary>
    public static IReadOnlyList<NodeAddress> Nodes(string list) => [.. list.Split(' ').Select(one => NodeAddress.TryParse(one)!)];

    /// <summary>The owners that digits stand for.</summary>
    public static IReadOnlyList<int> Owners(string digits) => [.. digits.Select(digit => Digits.IndexOf(digit, StringComparison.Ordinal))];
}
