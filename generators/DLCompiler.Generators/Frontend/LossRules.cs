using DLCompiler.Compiler;
using DLCompiler.Compiler.Emit.Declarations;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Generators.Frontend;

/// <summary>What <c>[Loss]</c> says, and what losses of one model must agree about.</summary>
internal static class LossRules
{
    /// <summary>The name of the weighted sum.</summary>
    private const string Total = "Total";

    public static LossSpec Read(EntrySpec entry, EquatableArray<AttributeArgument> options)
    {
        var loss = new LossSpec(entry, entry.Body.Name, 1, false);
        foreach (var option in options)
        {
            loss = option.Name switch
            {
                "Name" when option.Value.Type == SpecType.Text => loss with { Name = option.Value.Text },
                "Weight" => loss with { Weight = (float)option.Value.Number },
                "Reported" => loss with { Reported = option.Value.Bool },
                _ => loss,
            };
        }

        return loss;
    }

    /// <param name="loss">The loss.</param>
    /// <param name="others">Those declared before it.</param>
    /// <param name="method">Where it is declared.</param>
    /// <exception cref="ParseStop">DLC0013.</exception>
    public static void Check(LossSpec loss, IReadOnlyList<LossSpec> others, IMethodSymbol method)
    {
        string? wrong = loss switch
        {
            _ when method.Attribute(KnownNames.Forward) is not null => "it is [Forward], whose results a loss takes",
            _ when !SyntaxFacts.IsValidIdentifier(loss.Name) => $"its name '{loss.Name}' is no C# identifier",
            _ when others.Append(loss).FirstOrDefault(o => IsTaken(o.Name)) is { } taken && (loss.Reported || others.Count > 0) =>
                taken.Name == Total ? "Total is the name of the weighted sum" : $"what holds the losses has a member {taken.Name} of its own",
            _ when others.Any(o => o.Name == loss.Name) => "another one has its name; [Loss(Name = …)] gives it its own",
            { Reported: true } when others.Any(o => o.Reported) => "another one is Reported, and a step returns one number",
            _ when float.IsNaN(loss.Weight) || float.IsInfinity(loss.Weight) => "its weight is no number",
            _ => null,
        };
        if (wrong is not null)
            throw new ParseStop("DLC0013", $"the loss {method.Name} is declared wrong: {wrong}", method.Locations[0]);
    }

    /// <summary>Whether a loss that is told apart from the sum cannot have the name, which the losses' struct or tuple has.</summary>
    private static bool IsTaken(string name) =>
        name is Total or "LossValues" or "PrintMembers" || GeneratedMembers.OfObject.Contains(name) || GeneratedMembers.IsTuples(name);

    /// <exception cref="ParseStop">DLC0013: there is nothing to differentiate.</exception>
    public static void CheckAll(IReadOnlyList<LossSpec> losses, ISymbol type)
    {
        if (losses.Count > 0 && losses.All(l => l.Weight == 0))
            throw new ParseStop("DLC0013", $"every loss of {type.Name} has the weight 0", type.Locations[0]);
    }
}
