"""Reads the sections and symbols of an ELF file. Ours, because an installed nm can print nothing at all for an object
of a newer compiler, and a check that reads its output would then pass blindly."""

import dataclasses
import pathlib
import struct


@dataclasses.dataclass(frozen=True)
class Section:
    name: str
    type: int
    flags: int
    address: int
    size: int


@dataclasses.dataclass(frozen=True)
class Symbol:
    name: str
    value: int
    size: int
    binding: int
    type: int
    section: int

    @property
    def defined(self):
        return self.section != 0

    @property
    def is_global(self):
        return self.binding in (1, 2)


@dataclasses.dataclass(frozen=True)
class Elf:
    sections: list
    symbols: list


def read(path):
    """An Elf of the file, or ValueError if it is none, or has no symbols."""
    data = pathlib.Path(path).read_bytes()
    if data[:4] != b"\x7fELF":
        raise ValueError(f"{path} is no ELF file")
    wide = data[4] == 2
    order = "<" if data[5] == 1 else ">"
    header = struct.unpack_from(order + ("16xHHIQQQIHHHHHH" if wide else "16xHHIIIIIHHHHHH"), data)
    table, entry_size, count, names_index = header[5], header[10], header[11], header[12]
    entry = order + ("IIQQQQIIQQ" if wide else "IIIIIIIIII")
    if count == 0:  # more sections than the header can say: the first section has the number
        count = struct.unpack_from(entry, data, table)[5]
    headers = [struct.unpack_from(entry, data, table + i * entry_size) for i in range(count)]
    if names_index == 0xFFFF:
        names_index = headers[0][6]

    def text(start, at):
        return data[start + at : data.index(b"\0", start + at)].decode("utf-8", "replace")

    names = headers[names_index][4]
    sections = [Section(text(names, h[0]), h[1], h[2], h[3], h[5]) for h in headers]
    symbols = []
    for h in headers:
        if h[1] != 2:  # the full symbol table
            continue
        strings = headers[h[6]][4]
        size = 24 if wide else 16
        for at in range(h[4], h[4] + h[5], size):
            if wide:
                name, info, _, section, value, length = struct.unpack_from(order + "IBBHQQ", data, at)
            else:
                name, value, length, info, _, section = struct.unpack_from(order + "IIIBBH", data, at)
            symbols.append(Symbol(text(strings, name), value, length, info >> 4, info & 15, section))
    if not symbols:
        raise ValueError(f"{path} has no symbol table")
    return Elf(sections, symbols)
