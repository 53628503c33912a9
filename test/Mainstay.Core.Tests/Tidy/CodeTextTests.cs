namespace Mainstay.Core.Tests.Tidy;

/// <summary>What counts as code.</summary>
public sealed class CodeTextTests
{
    [Theory]
    [InlineData("a // b\nc", "a     \nc")]
    [InlineData("a /* b\nc */ d", "a     \n     d")]
    [InlineData("x(\"a\\\"b\", y)", "x(\"    \", y)")]
    [InlineData("x(@\"a\"\"b\", y)", "x(@\"    \", y)")]
    [InlineData("$\"a {b.C} d\"", "$\"  {b.C}  \"")]
    [InlineData("$\"a {b[\"k\"]} {{d}}\"", "$\"  {b[\" \"]}      \"")]
    [InlineData("\"\"\"a \" b\"\"\" c", "\"\"\"     \"\"\" c")]
    [InlineData("$$\"\"\"{a} {{b}}\"\"\"", "$$\"\"\"    {{b}}\"\"\"")]
    [InlineData("if (c == '\"') d", "if (c ==    ) d")]
    [InlineData("if (c == '\\'') d", "if (c ==     ) d")]
    public void Comments_and_strings_are_blanked(string text, string code) => Assert.Equal(code, CodeText.Of(text));

    [Fact]
    public void Every_line_of_this_repository_keeps_its_number()
    {
        foreach (var file in Repository.Instance.Code)
        {
            Assert.True(file.Code.Length == file.Text.Length, file.Path);
            Assert.True(file.Code.Count(c => c == '\n') == file.Text.Count(c => c == '\n'), file.Path);
        }
    }
}
