"""The spoken digits of this sample: python3 make_sounds.py writes sounds.zip. Needs Debian's espeak-ng and sox.

40 voices say each digit twice, each time at a pitch and a speed of its own: 8 kHz, 8 bits, silence cut off. The name of a file is
voice-digit-take.wav. A voice is one of espeak-ng's variants with an accent; no variant is used twice. The variants are shuffled
before they are numbered, so that chance says which voices are the last ten: those are for testing, and nothing of them is trained on.
"""
import os
import random
import subprocess
import tempfile
import zipfile

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TAKES = 2
ACCENTS = ["en-us", "en-gb", "en-gb-scotland", "en-us-nyc", "en-gb-x-rp", "en-029", "en-gb-x-gbclan", "en-gb-x-gbcwmd"]
VARIANTS = [
    "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f4", "f5", "croak",
    "klatt", "klatt2", "klatt4", "whisper", "whisperf", "grandma", "grandpa",
    "Alex", "Alicia", "Andrea", "Annie", "antonio", "belinda", "boris", "Denis", "edward", "Gene", "Jacky",
    "kaukovalta", "Lee", "linda", "Michael", "quincy", "robosoft3", "steph", "Storm",
]

here = os.path.dirname(os.path.abspath(__file__))
chance = random.Random(1)
chance.shuffle(VARIANTS)
with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(
    os.path.join(here, "sounds.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9
) as archive:
    raw, trimmed = os.path.join(folder, "raw.wav"), os.path.join(folder, "trimmed.wav")
    for number, variant in enumerate(VARIANTS):
        voice = f"{ACCENTS[number % len(ACCENTS)]}+{variant}"
        for digit, word in enumerate(DIGITS):
            for take in range(TAKES):
                # espeak-ng's pitch is from 0 to 99; the speed is in words a minute.
                pitch, speed = chance.randint(25, 75), chance.randint(125, 210)
                subprocess.run(["espeak-ng", "-v", voice, "-p", str(pitch), "-s", str(speed), "-w", raw, word], check=True)
                silence = ["silence", "1", "0.005", "1%"]
                subprocess.run(
                    ["sox", "-D", raw, "-r", "8000", "-b", "8", "-c", "1", trimmed,
                     "norm", "-3", *silence, "reverse", *silence, "reverse"],
                    check=True,
                )
                # A fixed time, so that the same sounds make the same archive.
                entry = zipfile.ZipInfo(f"{number:02d}-{digit}-{take}.wav", (2026, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                with open(trimmed, "rb") as sound:
                    archive.writestr(entry, sound.read())
