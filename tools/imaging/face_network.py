"""Turns the network of MediaPipe's face detection (full range, Apache-2.0) into C++ tables (run by the build).

Usage: python3 tools/imaging/face_network.py face_detection_full_range.tflite OUT.inc
Reads just as much of the FlatBuffers format as this file needs (schema of TensorFlow Lite, version 3), folds
what is constant, joins activations with the layers before them, and writes `kSteps`, `kScores`, `kBoxes`,
`kTensors` and `kNumbers` (half precision, four in a word) for src/imaging/face/network.cpp.
"""
import struct
import sys

ADD, CONV, DEPTHWISE, DEQUANTIZE, MAX_POOL, RELU, RESHAPE, GROW, PAD = 0, 3, 4, 6, 17, 19, 22, 23, 34


class Table:
    """A FlatBuffers table: fields by number, absent ones are None."""

    def __init__(self, data, at):
        self.data, self.at = data, at

    def place(self, field):
        vtable = self.at - struct.unpack_from("<i", self.data, self.at)[0]
        if 4 + 2 * field >= struct.unpack_from("<H", self.data, vtable)[0]:
            return None
        offset = struct.unpack_from("<H", self.data, vtable + 4 + 2 * field)[0]
        return self.at + offset if offset else None

    def number(self, field, form, otherwise=0):
        at = self.place(field)
        return otherwise if at is None else struct.unpack_from("<" + form, self.data, at)[0]

    def vector(self, field):
        """Where the elements begin, and how many."""
        at = self.place(field)
        if at is None:
            return 0, 0
        at += struct.unpack_from("<I", self.data, at)[0]
        return at + 4, struct.unpack_from("<I", self.data, at)[0]

    def numbers(self, field):
        at, count = self.vector(field)
        return list(struct.unpack_from(f"<{count}i", self.data, at))

    def child(self, field):
        at = self.place(field)
        return Table(self.data, at + struct.unpack_from("<I", self.data, at)[0])

    def children(self, field):
        at, count = self.vector(field)
        return [Table(self.data, at + 4 * i + struct.unpack_from("<I", self.data, at + 4 * i)[0])
                for i in range(count)]


class Network:
    def __init__(self, data):
        root = Table(data, struct.unpack_from("<I", data, 0)[0])
        self.codes = [max(code.number(0, "b"), code.number(3, "i")) for code in root.children(1)]
        graph = root.children(2)[0]
        self.tensors = graph.children(0)
        self.buffers = root.children(4)
        self.input = graph.numbers(1)[0]
        self.outputs = graph.numbers(2)
        self.operators = graph.children(3)
        self.numbers = []
        self.constants = {}
        self.renamed = {}
        self.steps = []

    def shape(self, tensor):
        return self.tensors[tensor].numbers(0)

    def bytes_of(self, tensor):
        at, count = self.buffers[self.tensors[tensor].number(2, "I")].vector(0)
        return self.tensors[tensor].data[at:at + count]

    def constant(self, tensor):
        """Where its numbers lie among all."""
        halves = self.bytes_of(self.constants[tensor])
        offset = len(self.numbers)
        self.numbers += struct.unpack(f"<{len(halves) // 2}H", halves)
        return offset

    def name(self, tensor):
        return self.renamed.get(tensor, tensor)

    def step(self, kind, inputs, output, weights=0, bias=0, channels=0, kernel=1, stride=1):
        first, second = (inputs + inputs)[:2]
        self.steps.append([kind, self.name(first), self.name(second), output, weights, bias, channels, kernel,
                           stride, 0])

    def add(self, operator):
        code = self.codes[operator.number(0, "I")]
        inputs, output = operator.numbers(1), operator.numbers(2)[0]
        channels = self.shape(output)[-1]
        if code == DEQUANTIZE:
            self.constants[output] = inputs[0]
        elif code in (CONV, DEPTHWISE):
            kernel = self.shape(inputs[1])[1]
            stride = operator.child(4).number(1, "i")
            self.step("conv" if code == CONV else "depthwise", inputs[:1], output, self.constant(inputs[1]),
                      self.constant(inputs[2]), channels, kernel, stride)
        elif code == RELU:
            assert self.steps[-1][3] == inputs[0] or any(s[3] == inputs[0] for s in self.steps)
            next(s for s in self.steps if s[3] == inputs[0])[9] = 1
            self.renamed[output] = inputs[0]
        elif code == RESHAPE:
            self.renamed[output] = inputs[0]
        elif code == PAD:
            pads = struct.unpack("<8i", self.bytes_of(inputs[1]))
            assert not any(pads[:7]), "only channels are padded"
            self.step("widen", inputs[:1], output, channels=channels)
        elif code in (ADD, MAX_POOL, GROW):
            kind = {ADD: "add", MAX_POOL: "halve", GROW: "twice"}[code]
            self.step(kind, inputs[:2] if code == ADD else inputs[:1], output, channels=channels)
        else:
            sys.exit(f"operator {code} is not known")

    def compact(self):
        """Numbers tensors anew from 0, the input first."""
        order = {self.input: 0}
        for step in self.steps:
            order.setdefault(step[3], len(order))
            step[1:4] = [order[tensor] for tensor in step[1:4]]
        by_channels = {self.shape(tensor)[-1]: order[self.name(tensor)] for tensor in self.outputs}
        return len(order), by_channels[1], by_channels[16]


def main():
    with open(sys.argv[1], "rb") as file:
        network = Network(file.read())
    for operator in network.operators:
        network.add(operator)
    tensors, scores, boxes = network.compact()
    numbers = network.numbers + [0] * (-len(network.numbers) % 4)
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write(f"constexpr std::size_t kTensors = {tensors}, kScores = {scores}, kBoxes = {boxes};\n")
        out.write("constexpr Step kSteps[] = {\n")
        for kind, *rest, relu in network.steps:
            out.write(f"{{Layer::{kind}, {', '.join(map(str, rest))}, {'true' if relu else 'false'}}},\n")
        out.write("};\nconstexpr std::uint64_t kNumbers[] = {\n")
        for i in range(0, len(numbers), 4):
            a, b, c, d = numbers[i:i + 4]
            out.write(f"0x{d:04x}{c:04x}{b:04x}{a:04x},\n")
        out.write("};\n")


main()
