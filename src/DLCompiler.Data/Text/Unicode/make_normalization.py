"""Unicode's decompositions and combining classes, for Normalization.cs: python3 make_normalization.py > normalization.txt (Unicode 14).

A line for each character that has any, in hexadecimal: the character, its combining class after '=' where it is not 0, and its
decomposition, with '~' before it for a compatibility decomposition and '!' for a canonical one that is not composed again. Hangul
syllables are left out: they are computed.
"""
import unicodedata

for code in range(0x110000):
    if 0xD800 <= code < 0xE000 or 0xAC00 <= code < 0xD7A4:
        continue
    character = chr(code)
    parts = [f"{code:X}"]
    if unicodedata.combining(character):
        parts.append(f"={unicodedata.combining(character)}")
    decomposition = unicodedata.decomposition(character).split()
    if decomposition:
        compatible = decomposition[0].startswith("<")
        codes = [int(c, 16) for c in decomposition[compatible:]]
        again = not compatible and unicodedata.normalize("NFC", "".join(map(chr, codes))) == character
        parts.append(("~" if compatible else "" if again else "!") + " ".join(f"{c:X}" for c in codes))
    if len(parts) > 1:
        print(" ".join(parts))
