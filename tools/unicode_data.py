"""The Unicode 14.0.0 database as Python values, read from what tools/unicode_dump.pl prints."""

import bisect
import os
import subprocess

SIZE = 0x110000
CODE_POINT = "<code point>"


class Property:
    """An inversion map: the value at `starts[i]` holds up to `starts[i + 1]`."""

    def __init__(self, form, default):
        self.form, self.default = form, default
        self.starts, self.values = [], []

    def raw(self, code):
        index = bisect.bisect_right(self.starts, code) - 1
        return self.values[index], code - self.starts[index]

    def text(self, code):
        return self.raw(code)[0]

    def sequence(self, code):
        """The code points that `code` maps to; lists are taken as they are, single numbers count upwards."""
        value, offset = self.raw(code)
        if value == self.default:
            return [code]
        parts = value.split()
        return [int(parts[0]) + offset] if len(parts) == 1 else [int(p) for p in parts]


class Database:
    def __init__(self):
        self.properties, self.sequences = {}, {}
        here = os.path.dirname(os.path.abspath(__file__))
        dump = subprocess.run(["perl", os.path.join(here, "unicode_dump.pl")], check=True, capture_output=True)
        for line in dump.stdout.decode().splitlines():
            name, first, rest = line.split("\t", 2)
            if name == "!format":
                form, _, default = rest.partition("\t")
                self.properties[first] = Property(form, default)
            elif name == "!sequence":
                self.sequences[first] = [int(c) for c in rest.split()]
            else:
                self.properties[name].starts.append(int(first))
                self.properties[name].values.append(rest)

    def __getitem__(self, name):
        return self.properties[name]

    def expand(self, name):
        """The plain value of every code point, as a list."""
        prop, out = self.properties[name], []
        ends = prop.starts[1:] + [SIZE]
        for start, end, value in zip(prop.starts, ends, prop.values):
            out.extend([value] * (end - start))
        return out


def two_level(values, shift):
    """Splits a list of small numbers into (index, blocks) so that values[c] == blocks[index[c >> shift] << shift | low bits]."""
    size, seen, index, blocks = 1 << shift, {}, [], []
    for start in range(0, len(values), size):
        block = tuple(values[start:start + size])
        if block not in seen:
            seen[block] = len(blocks) >> shift
            blocks.extend(block)
        index.append(seen[block])
    return index, blocks


def best_two_level(values):
    """The split that takes the fewest bytes, with its shift."""
    def cost(split):
        index, blocks = split
        return len(index) * (1 if max(index) < 256 else 2) + len(blocks) * (1 if max(blocks) < 256 else 2)
    return min(((shift, *two_level(values, shift)) for shift in range(4, 9)), key=lambda s: cost(s[1:]))


def c_type(values):
    top = max(values)
    return "uint8_t" if top < 0x100 else "uint16_t" if top < 0x10000 else "uint32_t"


def c_array(name, values, type_name=None):
    type_name = type_name or c_type(values)
    lines, line = [], "   "
    for value in values:
        item = f" {value},"
        if len(line) + len(item) > 118:
            lines.append(line)
            line = "   "
        line += item
    lines.append(line)
    return f"extern const {type_name} {name}[{len(values)}];\nconst {type_name} {name}[{len(values)}] = {{\n" + "\n".join(lines) + "\n};\n"
