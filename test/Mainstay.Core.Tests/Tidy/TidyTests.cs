namespace Mainstay.Core.Tests.Tidy;

/// <summary>The house's rules, over everything in the repository.</summary>
public sealed class TidyTests
{
    private static Repository All => Repository.Instance;

    [Fact]
    public void Projects_reference_only_what_the_table_names() => None(ProjectReferences.Check(All.Projects, ProjectReferences.Table));

    [Fact]
    public void Features_use_each_other_only_by_named_edges() => None(FeatureEdges.Check(All.Code, EdgeTable.Edges));

    [Fact]
    public void No_file_is_too_long() => None(FileShape.CheckLength(All.Code));

    [Fact]
    public void Half_of_the_programs_files_are_short()
    {
        var median = FileShape.MedianLength(All.Code.Where(file => file.IsUnder("src")));
        TestContext.Current.TestOutputHelper?.WriteLine($"median of src: {median} lines");
        Assert.True(median <= FileShape.MedianFile, $"the median file of src has {median} lines; at most {FileShape.MedianFile}");
    }

    [Fact]
    public void A_file_holds_one_type_and_bears_its_name() => None(FileShape.CheckTypes(All.Code));

    [Fact]
    public void A_namespace_is_its_folder() => None(FileShape.CheckNamespace(All.Code));

    [Fact]
    public void Names_name_a_concept() => None(Words.CheckNames(All.Files));

    [Fact]
    public void Nothing_is_left_behind() => None(Words.CheckLeftBehind(All.Files));

    [Fact]
    public void Tests_neither_sleep_nor_skip() => None(TestDiscipline.Check(All.Code));

    [Fact]
    public void Nothing_names_a_machine_or_a_registry() => None(Places.Check(All.Files.Where(file => !file.IsUnder("test") || !file.IsCode)));

    private static void None(IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{all.Count} found:{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
