using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <content>Elementwise ops.</content>
public static partial class Build
{
    public static Node Add(Node x, Node y) => Apply(new Add(), x, y);

    public static Node Subtract(Node x, Node y) => Apply(new Subtract(), x, y);

    public static Node Multiply(Node x, Node y) => Apply(new Multiply(), x, y);

    public static Node Divide(Node x, Node y) => Apply(new Divide(), x, y);

    public static Node Negate(Node x) => Apply(new Negate(), x);

    public static Node Abs(Node x) => Apply(new Abs(), x);

    public static Node Exp(Node x) => Apply(new Exp(), x);

    public static Node Expm1(Node x) => Apply(new Expm1(), x);

    public static Node Log(Node x) => Apply(new Log(), x);

    public static Node Log1p(Node x) => Apply(new Log1p(), x);

    public static Node Sqrt(Node x) => Apply(new Sqrt(), x);

    public static Node Rsqrt(Node x) => Apply(new Rsqrt(), x);

    public static Node Tanh(Node x) => Apply(new Tanh(), x);

    public static Node Sigmoid(Node x) => Apply(new Sigmoid(), x);

    public static Node Erf(Node x) => Apply(new Erf(), x);

    public static Node Sin(Node x) => Apply(new Sin(), x);

    public static Node Cos(Node x) => Apply(new Cos(), x);

    public static Node Relu(Node x) => Apply(new Relu(), x);

    public static Node Floor(Node x) => Apply(new Floor(), x);

    public static Node Maximum(Node x, Node y) => Apply(new Maximum(), x, y);

    public static Node Minimum(Node x, Node y) => Apply(new Minimum(), x, y);

    public static Node Pow(Node x, Node exponent) => Apply(new Pow(), x, exponent);

    public static Node Less(Node x, Node y) => Apply(new Less(), x, y);

    public static Node LessEqual(Node x, Node y) => Apply(new LessEqual(), x, y);

    public static Node Greater(Node x, Node y) => Apply(new Greater(), x, y);

    public static Node GreaterEqual(Node x, Node y) => Apply(new GreaterEqual(), x, y);

    public static Node Equal(Node x, Node y) => Apply(new Equal(), x, y);

    public static Node NotEqual(Node x, Node y) => Apply(new NotEqual(), x, y);

    /// <summary><paramref name="x"/> where the condition is not 0, else <paramref name="y"/>.</summary>
    public static Node Where(Node condition, Node x, Node y) => Apply(new Where(), condition, x, y);

    public static Node Softplus(Node x) => new(new Softplus(), x);

    public static Node Square(Node x) => new(new Square(), x);
}
