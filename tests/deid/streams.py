"""Every stream of bytes that a file holds: the file itself, and all that is deflated in it, at any place and depth.

Nothing here knows a format: each byte at which a zlib, gzip or zip stream could begin is tried, and DICOM's deflated
transfer syntax (a raw stream behind the meta information) by its UID.
"""

import re
import struct
import zlib

LARGEST = 64 << 20
DEEPEST = 3
FEWEST = 16
ZLIB_START = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
GZIP_START = re.compile(rb"\x1f\x8b\x08")
ZIP_START = re.compile(rb"PK\x03\x04")
DEFLATED_SYNTAX = b"1.2.840.10008.1.2.1.99"


def inflated(data, bits):
    """What comes out of a stream as far as it is one; a broken end loses nothing that stands before it."""
    inflater = zlib.decompressobj(bits)
    out = bytearray()
    try:
        for begin in range(0, len(data), 65536):
            out += inflater.decompress(data[begin : begin + 65536], LARGEST - len(out))
            if inflater.eof or len(out) >= LARGEST:
                break
    except zlib.error:
        pass
    return bytes(out)


def starts(data):
    """(offset, bits) where a deflated stream may begin."""
    for found in ZLIB_START.finditer(data):
        yield found.start(), 15
    for found in GZIP_START.finditer(data):
        yield found.start(), 31
    for found in ZIP_START.finditer(data):
        if len(data) >= found.start() + 30:
            name, extra = struct.unpack_from("<HH", data, found.start() + 26)
            yield found.start() + 30 + name + extra, -15
    if data[128:132] == b"DICM" and DEFLATED_SYNTAX in data[:1024]:
        (length,) = struct.unpack_from("<L", data, 140)
        yield 144 + length, -15


def streams(data, depth=0):
    """The bytes and all that is compressed in them."""
    found = [data]
    if depth == DEEPEST:
        return found
    for offset, bits in starts(data):
        inner = inflated(memoryview(data)[offset:], bits)
        if len(inner) >= FEWEST:
            found.extend(streams(inner, depth + 1))
    return found
