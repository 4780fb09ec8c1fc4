using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>Arithmetic on nodes, with numbers on either side.</summary>
public static class NodeOperators
{
    extension(Node)
    {
        public static Node operator -(Node x) => Build.Negate(x);

        public static Node operator +(Node x, Node y) => Build.Add(x, y);

        public static Node operator +(Node x, Scalar y) => x + Build.Number(y);

        public static Node operator +(Scalar x, Node y) => Build.Number(x) + y;

        public static Node operator -(Node x, Node y) => Build.Subtract(x, y);

        public static Node operator -(Node x, Scalar y) => x - Build.Number(y);

        public static Node operator -(Scalar x, Node y) => Build.Number(x) - y;

        public static Node operator *(Node x, Node y) => Build.Multiply(x, y);

        public static Node operator *(Node x, Scalar y) => x * Build.Number(y);

        public static Node operator *(Scalar x, Node y) => Build.Number(x) * y;

        public static Node operator /(Node x, Node y) => Build.Divide(x, y);

        public static Node operator /(Node x, Scalar y) => x / Build.Number(y);

        public static Node operator /(Scalar x, Node y) => Build.Number(x) / y;
    }
}
