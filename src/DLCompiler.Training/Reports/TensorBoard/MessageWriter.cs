using Google.Protobuf;

namespace DLCompiler;

/// <summary>Writes the fields of a protobuf message by their numbers.</summary>
internal readonly struct MessageWriter
{
    private readonly CodedOutputStream _output;

    private MessageWriter(CodedOutputStream output) => _output = output;

    /// <summary>The bytes of a message.</summary>
    /// <param name="fields">Writes its fields.</param>
    public static byte[] Message(Action<MessageWriter> fields)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true)) fields(new MessageWriter(output));
        return bytes.ToArray();
    }

    public void Double(int field, double value)
    {
        _output.WriteTag(field, WireFormat.WireType.Fixed64);
        _output.WriteDouble(value);
    }

    public void Float(int field, float value)
    {
        _output.WriteTag(field, WireFormat.WireType.Fixed32);
        _output.WriteFloat(value);
    }

    /// <summary>An integer or an enumeration's value.</summary>
    public void Integer(int field, long value)
    {
        _output.WriteTag(field, WireFormat.WireType.Varint);
        _output.WriteInt64(value);
    }

    public void Text(int field, string value)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteString(value);
    }

    public void Bytes(int field, byte[] value)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }

    /// <summary>Repeated doubles, packed.</summary>
    public void Doubles(int field, IReadOnlyList<double> values)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteLength(values.Count * sizeof(double));
        foreach (double value in values) _output.WriteDouble(value);
    }

    /// <summary>A message within this one.</summary>
    public void Message(int field, Action<MessageWriter> fields) => Bytes(field, Message(fields));
}
