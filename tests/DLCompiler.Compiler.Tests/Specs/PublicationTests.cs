using System.Collections;
using System.Globalization;
using System.Reflection;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Specs.Publishing;

namespace DLCompiler.Compiler.Tests.Specs;

/// <summary>What is published of a spec is read again.</summary>
public class PublicationTests
{
    /// <summary>What only the class's own generated part needs, or what no published class has.</summary>
    private static readonly HashSet<string> LeftOut =
    [
        "Signature", "IsProperty", "Setter", "Documentation", "Orphans", "Imported", "Refusal", "Constants", "EqualityContract",
    ];

    private int _number;

    [Fact]
    public void ABlockLosesNothing()
    {
        var block = (BlockSpec)Make(typeof(BlockSpec));
        var read = Publication.ReadBlock(SpecTextWriter.Write(block), "Lib");
        Assert.True(Properties(block).Count() > 40, "The block has too little to mean anything.");
        Assert.Equal(Properties(block), Properties(read));
    }

    [Fact]
    public void NamesBecomeTheAssemblys()
    {
        SpecNode[] nodes = [new(SpecKind.Helper, 2, "Demo.F(Tensor)", default), new(SpecKind.Name, 1, "x", default)];
        var function = new FunctionSpec("M:Demo.G", [new SpecBody("Demo.G()", "G", [], nodes.ToEquatableArray(), "[Far]Demo.H()")]);
        var read = Publication.ReadFunction(SpecTextWriter.Write(function), "Lib");
        Assert.Equal("M:Demo.G", read.Method);
        Assert.Equal(("[Lib]Demo.G()", "[Far]Demo.H()"), (read.Body.Id, read.Body.Parent));
        Assert.Equal(["[Lib]Demo.F(Tensor)", "x"], read.Body.Nodes.Select(n => n.Text));
    }

    public static TheoryData<object?> Constants =>
    [
        null, true, false, 0L, long.MinValue, -0f, float.NaN, float.Epsilon, 0.1f, 0.1, double.NegativeInfinity, "",
        "two\nlines, \"quotes\" and \\ · \u4e2d",
    ];

    [Theory]
    [MemberData(nameof(Constants))]
    public void ConstantsAreTheSameToTheBit(object? value)
    {
        var constant = SpecConstant.List([SpecConstant.Of(value)!.Value, default(SpecConstant)]);
        var function = new FunctionSpec("M", [new SpecBody("F", "F", [], [new(SpecKind.Constant, 1, "", constant)], null)]);
        Assert.Equal(constant, Publication.ReadFunction(SpecTextWriter.Write(function), "Lib").Body.Nodes[0].Constant);
    }

    [Fact]
    public void TextsMayBeBrokenIntoSums()
    {
        string text = SpecTextWriter.Write(new FunctionSpec("a long text", []));
        string broken = text.Replace("a long text", "a long \" +\n    \"text", StringComparison.Ordinal);
        Assert.Equal("a long text", Publication.ReadFunction(broken, "Lib").Method);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"M\"")]
    [InlineData("\"M")]
    [InlineData("\"M\\x\" 0")]
    [InlineData("\"M\\u00\" 0")]
    [InlineData("\"M\" -1")]
    [InlineData("\"M\" 2000000000")]
    [InlineData("\"M\" 0 0 0")]
    [InlineData("M 0")]
    [InlineData("\"M\" 1 \"F\" \"F\" 0 1 31 1 \"\" None 0")]
    public void OtherTextsAreRefused(string text) =>
        Assert.Throws<FormatException>(() => Publication.ReadFunction(text, "Lib"));

    /// <summary>A value whose every part is unlike the default.</summary>
    private object Make(Type type)
    {
        _number++;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Make(underlying);
        if (type == typeof(string)) return string.Create(CultureInfo.InvariantCulture, $"[Lib]{_number}");
        if (type == typeof(bool)) return true;
        if (type.IsPrimitive) return Convert.ChangeType(_number, type, CultureInfo.InvariantCulture);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(1)!;
        if (type == typeof(SpecConstant)) return (SpecConstant)$"text {_number}";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>)) return List(type);
        var constructor = type.GetConstructors().OrderBy(c => c.GetParameters().Length).Last();
        object made = constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType))]);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && !LeftOut.Contains(p.Name)))
        {
            if (constructor.GetParameters().All(p => p.Name != property.Name)) property.SetValue(made, Make(property.PropertyType));
        }

        return made;
    }

    private object List(Type type)
    {
        var item = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(item, 1);
        items.SetValue(Make(item), 0);
        return type.GetConstructor([items.GetType()])!.Invoke([items]);
    }

    /// <summary>Each property that can be set, with its path.</summary>
    private static IEnumerable<string> Properties(object? value, string path = "")
    {
        if (value is null or string or SpecConstant || value.GetType().IsPrimitive || value.GetType().IsEnum)
            return [$"{path} = {value}"];
        if (value is IEnumerable items)
            return items.Cast<object>().SelectMany((item, i) => Properties(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")));
        return value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.CanWrite && !LeftOut.Contains(p.Name))
            .SelectMany(p => Properties(p.GetValue(value), $"{path}.{p.Name}"));
    }
}
