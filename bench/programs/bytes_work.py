"""bytes, bytearray, memoryview and struct: packing, slicing, searching, translating."""
import struct
N = 20_000


def main(n):
    buffer = bytearray()
    head = struct.Struct("<IHd")
    for i in range(n):
        buffer += head.pack(i, i & 0xFFFF, i / 3)
    view, total = memoryview(buffer), 0
    for at in range(0, len(view), head.size):
        number, small, real = head.unpack_from(view, at)
        total += number ^ small
    data = bytes(view)
    table = bytes(range(255, -1, -1))
    total += data.count(b"\x00\x00") + data.find(b"\xff\x10") + len(data.translate(table).hex())
    for byte in data[:n]:
        total += byte
    return total
