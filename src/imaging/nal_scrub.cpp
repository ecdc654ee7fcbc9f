#include "imaging/nal_scrub.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace medal::imaging {
namespace {

constexpr unsigned kFillerPayload = 3;
/// Messages of numbers that playing may need: buffering, timing, recovery, display, hash, light.
constexpr std::array<unsigned, 13> kNeededPayloads{0, 1, 6, 10, 19, 45, 47, 129, 130, 132, 137, 144, 147};
/// None of those is longer; what is holds something else.
constexpr std::size_t kLongestNeeded_bytes = 64;
constexpr std::size_t kConfigurationHead_bytes = 22;

std::size_t head_bytes(NalCodec codec) {
    return codec == NalCodec::hevc ? 2 : 1;
}

unsigned type_of(Bytes nal, NalCodec codec) {
    const auto first = std::to_integer<unsigned>(nal[0]);
    return codec == NalCodec::hevc ? (first >> 1U) & 0x3FU : first & 0x1FU;
}

bool is_sei(unsigned type, NalCodec codec) {
    return codec == NalCodec::hevc ? type == 39 || type == 40 : type == 6;
}

/// Reserved and unspecified units, and filler, which may hold anything as well.
bool is_not_needed(unsigned type, NalCodec codec) {
    if (codec == NalCodec::hevc) return type == 38 || type >= 41;
    return type == 0 || type == 12 || type == 16 || type == 17 || type == 18 || type >= 22;
}

/// H.264, 7.3.1: the byte 3 behind two zeros is no data.
std::string unescaped(Bytes bytes) {
    std::string raw;
    raw.reserve(bytes.size());
    std::size_t zeros = 0;
    for (const auto byte : bytes) {
        if (zeros >= 2 && byte == std::byte{3}) {
            zeros = 0;
            continue;
        }
        zeros = byte == std::byte{0} ? zeros + 1 : 0;
        raw += static_cast<char>(byte);
    }
    return raw;
}

std::string escaped(const std::string& raw) {
    std::string bytes;
    std::size_t zeros = 0;
    for (const char letter : raw) {
        if (zeros >= 2 && static_cast<unsigned char>(letter) <= 3) {
            bytes += '\3';
            zeros = 0;
        }
        zeros = letter == '\0' ? zeros + 1 : 0;
        bytes += letter;
    }
    return bytes;
}

struct Message {
    unsigned type = 0;
    std::size_t begin = 0;
    std::size_t payload = 0;
    std::size_t end = 0;
};

/// Type and size are sums of bytes, of which all but the last are 255.
std::optional<std::size_t> read_sum(const std::string& raw, std::size_t& at) {
    std::size_t sum = 0;
    while (at < raw.size()) {
        const auto value = static_cast<unsigned char>(raw[at++]);
        sum += value;
        if (value != 0xFF) return sum;
    }
    return std::nullopt;
}

/// nullopt where the unit is damaged. `raw` ends before the trailing bits.
std::optional<std::vector<Message>> messages_in(const std::string& raw) {
    std::vector<Message> messages;
    for (std::size_t at = 0; at < raw.size();) {
        const auto begin = at;
        const auto type = read_sum(raw, at);
        const auto size = type ? read_sum(raw, at) : std::nullopt;
        if (!size || *size > raw.size() - at) return std::nullopt;
        messages.push_back({static_cast<unsigned>(*type), begin, at, at + *size});
        at += *size;
    }
    return messages;
}

bool is_harmless(const Message& message, const std::string& raw) {
    if (message.type == kFillerPayload) {
        return raw.find_first_not_of('\xff', message.payload) >= message.end;
    }
    return message.end - message.payload <= kLongestNeeded_bytes &&
           std::find(kNeededPayloads.begin(), kNeededPayloads.end(), message.type) != kNeededPayloads.end();
}

/// Filler messages that fill `size` bytes; nullopt where that cannot be.
std::optional<std::string> filler(std::size_t size) {
    if (size == 0) return std::string{};
    if (size == 1) return std::nullopt;
    for (auto sum_bytes = (size - 2) / 256 + 1; sum_bytes + 1 <= size; ++sum_bytes) {
        const auto payload = size - 1 - sum_bytes;
        if (payload / 255 + 1 < sum_bytes) break;
        if (payload / 255 + 1 != sum_bytes) continue;
        std::string message{static_cast<char>(kFillerPayload)};
        message.append(sum_bytes - 1, '\xff');
        message += static_cast<char>(payload % 255);
        return message + std::string(payload, '\xff');
    }
    // One size in 256 takes two messages.
    const auto rest = filler(size - 2);
    return rest ? std::optional{std::string{"\3\0", 2} + *rest} : std::nullopt;
}

/// The messages behind filler of `size` bytes in all: filler first, because it ends with 255 and so has no
/// part in what has to be escaped.
std::optional<std::string> filled(const std::string& kept, std::size_t size) {
    const auto tail = escaped(kept + '\x80');
    if (tail.size() > size) return std::nullopt;
    const auto before = size - tail.size();
    if (before == 2 && !kept.empty()) return std::nullopt;
    const auto front = filler(before);
    return front ? std::optional{*front + tail} : std::nullopt;
}

/// The unit without messages that may hold text, of the same length; nullopt where there are none.
std::optional<std::string> cleaned_sei(Bytes nal, std::size_t head) {
    auto raw = unescaped(nal.subspan(head));
    while (!raw.empty() && raw.back() == '\0') raw.pop_back();
    if (!raw.empty() && raw.back() == '\x80') raw.pop_back();
    std::string kept;
    if (const auto messages = messages_in(raw)) {
        const auto harmless = [&](const Message& message) { return is_harmless(message, raw); };
        if (std::all_of(messages->begin(), messages->end(), harmless)) return std::nullopt;
        for (const auto& message : *messages) {
            if (message.type != kFillerPayload && harmless(message))
                kept += raw.substr(message.begin, message.end - message.begin);
        }
    }
    const auto size = nal.size() - head;
    auto body = filled(kept, size);
    if (!body) body = filled({}, size);
    if (!body) body = std::string(size, '\xff');
    return std::string{text_of(nal.first(head))} + *body;
}

/// Filler data: H.264, 7.3.2.7; H.265, 7.3.2.8.
std::string filler_unit(std::size_t size, NalCodec codec) {
    std::string unit = codec == NalCodec::hevc ? "\x4c\x01" : "\x0c";
    unit.resize(size, '\xff');
    if (size > head_bytes(codec)) unit.back() = '\x80';
    return unit;
}

void scrub_unit(Bytes file, ByteRange unit, NalCodec codec, std::vector<Patch>& patches) {
    const auto nal = file.subspan(unit.begin, unit.end - unit.begin);
    if (nal.size() <= head_bytes(codec)) return;
    const auto type = type_of(nal, codec);
    std::optional<std::string> clean;
    if (is_sei(type, codec)) clean = cleaned_sei(nal, head_bytes(codec));
    if (is_not_needed(type, codec)) clean = filler_unit(nal.size(), codec);
    if (!clean || *clean == text_of(nal)) return;
    patches.push_back({unit.begin, nal.size(), std::move(*clean)});
}

std::uint64_t length_at(Bytes file, std::uint64_t at, std::size_t bytes) {
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        length = length << 8U | std::to_integer<std::uint64_t>(file[at + i]);
    }
    return length;
}

/// By the first unit: sequence parameters or a delimiter of H.264, video parameters or a delimiter of H.265.
NalCodec codec_of_stream(Bytes stream, std::uint64_t first) {
    if (stream.size() - first < 2) return NalCodec::none;
    const auto head = std::to_integer<unsigned>(stream[first]);
    if (head == 0x67 || head == 0x27 || head == 0x47 || head == 0x09) return NalCodec::avc;
    const bool hevc = (head == 0x40 || head == 0x42 || head == 0x46) && stream[first + 1] == std::byte{1};
    return hevc ? NalCodec::hevc : NalCodec::none;
}

}  // namespace

NalFormat nal_format_of(NalCodec codec, Bytes configuration) {
    const std::size_t place = codec == NalCodec::hevc ? 21 : 4;
    if (codec == NalCodec::none || configuration.size() <= place) return {};
    return {codec, (std::to_integer<std::size_t>(configuration[place]) & 3U) + 1};
}

void scrub_nal_units(Bytes file, ByteRange range, NalFormat format, std::vector<Patch>& patches) {
    if (format.codec == NalCodec::none || range.end > file.size()) return;
    auto at = range.begin;
    while (at < range.end && range.end - at > format.length_bytes) {
        const auto length = length_at(file, at, format.length_bytes);
        at += format.length_bytes;
        if (length > range.end - at) return;
        scrub_unit(file, {at, at + length}, format.codec, patches);
        at += length;
    }
}

void scrub_nal_configuration(Bytes file, ByteRange range, NalCodec codec, std::vector<Patch>& patches) {
    if (codec != NalCodec::hevc || range.end > file.size()) return;
    if (range.end - range.begin <= kConfigurationHead_bytes) return;
    auto at = range.begin + kConfigurationHead_bytes;
    const auto arrays = std::to_integer<unsigned>(file[at++]);
    for (unsigned array = 0; array < arrays && range.end - at >= 3; ++array) {
        const unsigned units = u16(file, at + 1, Endian::big);
        at += 3;
        for (unsigned unit = 0; unit < units && range.end - at >= 2; ++unit) {
            const std::uint64_t length = u16(file, at, Endian::big);
            at += 2;
            if (length > range.end - at) return;
            scrub_unit(file, {at, at + length}, codec, patches);
            at += length;
        }
    }
}

std::vector<Patch> scrub_nal_stream(Bytes stream) {
    using std::string_view_literals::operator""sv;
    std::vector<Patch> patches;
    const auto text = text_of(stream);
    constexpr auto kStart = "\0\0\1"sv;
    auto start = text.find(kStart);
    if (start > 1) return patches;
    const auto codec = codec_of_stream(stream, start + kStart.size());
    if (codec == NalCodec::none) return patches;
    while (start != std::string_view::npos) {
        const auto begin = start + kStart.size();
        start = text.find(kStart, begin);
        auto end = std::min(start, text.size());
        while (end > begin && text[end - 1] == '\0') --end;
        scrub_unit(stream, {begin, end}, codec, patches);
    }
    return patches;
}

}  // namespace medal::imaging
