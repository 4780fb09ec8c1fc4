using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Generators.Frontend;

/// <summary>Statements of a body as spec nodes.</summary>
internal sealed class StatementParser
{
    private readonly BodyWriter _writer;
    private readonly ExpressionParser _expressions;
    private readonly CancellationToken _cancellation;

    public StatementParser(ExpressionParser expressions, BodyWriter writer, CancellationToken cancellation) =>
        (_expressions, _writer, _cancellation) = (expressions, writer, cancellation);

    public StatementParser(ParsedBodies bodies, BodyWriter writer)
        : this(new ExpressionParser(bodies, writer), writer, bodies.Cancellation)
    {
    }

    /// <summary>Writes the body of a method, a local function or a property's getter.</summary>
    public void Body(IMethodSymbol method, ISymbol symbol, SyntaxNode syntax, SemanticModel model, SyntaxNode? call)
    {
        if (method.IsAsync) throw Refused(symbol, "is async");
        if (method.Parameters.FirstOrDefault(p => p.RefKind is not (RefKind.None or RefKind.In)) is { } passed)
            throw Refused(passed, $"has the {(passed.RefKind == RefKind.Out ? "out" : "ref")} parameter '{passed.Name}'");
        if (method.IsAbstract || method.IsVirtual || method.IsOverride)
            throw Refused(symbol, "is virtual, so what it does is not known when the project is built");
        Write(Block(syntax, model) ?? throw Refused(symbol, "has no body"));

        // What is wrong with a helper is marked where it is called.
        ParseStop Refused(ISymbol marked, string reason) => call is not null
            ? ParseStop.Unsupported(call, $"{symbol.Name} {reason}")
            : new ParseStop("DLC0002", $"{symbol.Name} cannot be part of a network: it {reason}", marked.Locations[0]);
    }

    /// <summary>Writes the body of a lambda: its block, or the return of its only expression.</summary>
    public void Body(IAnonymousFunctionOperation lambda)
    {
        bool isExpression = lambda.Syntax is LambdaExpressionSyntax { ExpressionBody: not null };
        Write(isExpression ? lambda.Body.Operations[0] : lambda.Body);
    }

    private IBlockOperation? Block(SyntaxNode syntax, SemanticModel model)
    {
        SyntaxNode? body = syntax switch
        {
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => syntax,
            PropertyDeclarationSyntax { ExpressionBody: { } arrow } => arrow,
            PropertyDeclarationSyntax property => property.AccessorList?.Accessors.FirstOrDefault(
                a => a.Keyword.Text == "get" && (a.Body is not null || a.ExpressionBody is not null)),
            _ => null,
        };
        return (body is null ? null : model.GetOperation(body, _cancellation)) switch
        {
            IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
            ILocalFunctionOperation function => function.Body,
            IBlockOperation block => block,
            _ => null,
        };
    }

    private void Write(IOperation operation)
    {
        _cancellation.ThrowIfCancellationRequested();
        switch (operation)
        {
            case IBlockOperation block:
                Sequence(block.Syntax, block.Operations);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(d => d.Declarators)) Declare(declarator);
                break;
            case IExpressionStatementOperation statement:
                using (_writer.Open(SpecKind.Evaluate, statement.Syntax))
                    _expressions.WriteStatement(statement.Operation);
                break;
            case IConditionalOperation condition:
                using (_writer.Open(SpecKind.If, condition.Syntax))
                {
                    _expressions.Write(condition.Condition);
                    Write(condition.WhenTrue);
                    if (condition.WhenFalse is not null) Write(condition.WhenFalse);
                }

                break;
            case IForLoopOperation loop:
                For(loop);
                break;
            case IForEachLoopOperation { IsAsynchronous: false } loop:
                using (_writer.Open(SpecKind.ForEach, loop.Syntax))
                {
                    if (loop.LoopControlVariable is IVariableDeclaratorOperation variable)
                        _writer.Leaf(SpecKind.NewName, variable.Syntax, variable.Symbol.Name);
                    else _expressions.Target(loop.LoopControlVariable);
                    _expressions.Write(loop.Collection);
                    Write(loop.Body);
                }

                break;
            case IReturnOperation { Kind: OperationKind.Return } result:
                using (_writer.Open(SpecKind.Return, result.Syntax))
                {
                    if (result.ReturnedValue is not null) _expressions.Write(result.ReturnedValue);
                }

                break;
            case IBranchOperation { BranchKind: BranchKind.Break }:
                _writer.Leaf(SpecKind.Break, operation.Syntax);
                break;
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                _writer.Leaf(SpecKind.Continue, operation.Syntax);
                break;
            case IThrowOperation thrown:
                using (_writer.Open(SpecKind.Evaluate, thrown.Syntax)) _expressions.Write(thrown);
                break;
            case ILocalFunctionOperation or IEmptyOperation:
                break;
            case IInvalidOperation:
                throw ParseStop.CSharpError(operation.Syntax);
            default:
                throw ParseStop.Unsupported(
                    operation.Syntax,
                    "of the statements, networks have locals, if, for, foreach, break, continue, return");
        }
    }

    private void Sequence(SyntaxNode syntax, IEnumerable<IOperation> operations)
    {
        using (_writer.Open(SpecKind.Block, syntax))
        {
            foreach (var operation in operations) Write(operation);
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        var initializer = declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
        bool inferred = initializer is not null
            && initializer.Syntax is EqualsValueClauseSyntax { Value: not CollectionExpressionSyntax };
        SpecConstant type = inferred
            ? default(SpecConstant)
            : declarator.Symbol.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        using (_writer.Open(SpecKind.Declare, declarator.Syntax, declarator.Symbol.Name, type))
        {
            if (initializer is not null) _expressions.Write(initializer.Value);
        }
    }

    private void For(IForLoopOperation loop)
    {
        if (loop.Condition is null) throw ParseStop.Unsupported(loop.Syntax, "the loop has no condition");
        using (_writer.Open(SpecKind.For, loop.Syntax))
        {
            Sequence(loop.Syntax, loop.Before);
            _expressions.Write(loop.Condition);
            Sequence(loop.Syntax, loop.AtLoopBottom);
            Write(loop.Body);
        }
    }
}
