#include "imaging/redact/tiff_lzw.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace medal::imaging::redact {
namespace {

constexpr unsigned kClear = 256, kEnd = 257, kFirst = 258, kMostCodes = 4096;
constexpr unsigned kLeastBits = 9, kMostBits = 12;
/// Behind it the encoder clears its table, as libtiff does.
constexpr unsigned kLastCode = 4093;

class BitReader {
  public:
    explicit BitReader(Bytes bytes) : bytes_(bytes) {}

    /// kEnd behind the last byte.
    unsigned next(unsigned bits) {
        while (held_bits_ < bits) {
            if (at_ == bytes_.size()) return kEnd;
            held_ = held_ << 8 | std::to_integer<unsigned>(bytes_[at_++]);
            held_bits_ += 8;
        }
        held_bits_ -= bits;
        return held_ >> held_bits_ & ((1U << bits) - 1);
    }

  private:
    Bytes bytes_;
    std::size_t at_ = 0;
    std::uint32_t held_ = 0;
    unsigned held_bits_ = 0;
};

class BitWriter {
  public:
    void put(unsigned code, unsigned bits) {
        held_ = held_ << bits | code;
        held_bits_ += bits;
        while (held_bits_ >= 8) {
            held_bits_ -= 8;
            bytes_.push_back(static_cast<std::byte>(held_ >> held_bits_ & 0xFF));
        }
    }
    std::vector<std::byte> finish() {
        if (held_bits_ > 0) put(0, 8 - held_bits_);
        return std::move(bytes_);
    }

  private:
    std::vector<std::byte> bytes_;
    std::uint32_t held_ = 0;
    unsigned held_bits_ = 0;
};

/// Each code is the string of an older one and one byte more.
class Strings {
  public:
    Strings() {
        for (unsigned i = 0; i < kClear; ++i)
            entries_[i] = {0, static_cast<std::byte>(i), static_cast<std::byte>(i), 1};
    }
    void clear() { next_ = kFirst; }
    unsigned next() const { return next_; }
    std::byte first(unsigned code) const { return entries_[code].first; }
    void add(unsigned prefix, std::byte last) {
        if (next_ == kMostCodes) return;
        entries_[next_++] = {static_cast<std::uint16_t>(prefix), entries_[prefix].first, last,
                             entries_[prefix].length + 1};
    }
    /// At most `size` bytes come to be in `out`.
    void append(unsigned code, std::vector<std::byte>& out, std::size_t size) const {
        const auto begin = out.size();
        const auto length = entries_[code].length;
        const auto kept = std::min<std::size_t>(length, size - begin);
        out.resize(begin + kept);
        for (auto at = static_cast<std::size_t>(length); at-- > 0; code = entries_[code].prefix) {
            if (at < kept) out[begin + at] = entries_[code].last;
        }
    }

  private:
    struct Entry {
        std::uint16_t prefix = 0;
        std::byte first{};
        std::byte last{};
        std::uint32_t length = 0;
    };
    std::array<Entry, kMostCodes> entries_{};
    unsigned next_ = kFirst;
};

}  // namespace

std::optional<std::vector<std::byte>> unpack_lzw(Bytes packed, std::size_t size) {
    BitReader reader{packed};
    Strings strings;
    std::vector<std::byte> out;
    out.reserve(size);
    unsigned bits = kLeastBits;
    // kClear where there is none.
    unsigned before = kClear;
    while (out.size() < size) {
        const auto code = reader.next(bits);
        if (code == kEnd) return std::nullopt;
        if (code == kClear) {
            strings.clear();
            bits = kLeastBits;
            before = kClear;
            continue;
        }
        const bool is_known = code < kClear || (code >= kFirst && code < strings.next());
        if (before == kClear) {
            if (code > kClear) return std::nullopt;
        } else {
            if (!is_known && code != strings.next()) return std::nullopt;
            if (!is_known && code >= kMostCodes) return std::nullopt;
            strings.add(before, strings.first(is_known ? code : before));
        }
        strings.append(code, out, size);
        before = code;
        if (strings.next() + 1 >= 1U << bits && bits < kMostBits) ++bits;
    }
    return out;
}

std::vector<std::byte> pack_lzw(Bytes plain) {
    BitWriter writer;
    // What a string and one byte more are called, 0 where that has no name.
    std::vector<std::uint16_t> names(std::size_t{kMostCodes} * 256);
    unsigned bits = kLeastBits, next = kFirst;
    std::optional<unsigned> string;
    writer.put(kClear, bits);
    for (const auto byte : plain) {
        const auto value = std::to_integer<unsigned>(byte);
        if (!string) {
            string = value;
            continue;
        }
        auto& name = names[std::size_t{*string} * 256 + value];
        if (name != 0) {
            string = name;
            continue;
        }
        writer.put(*string, bits);
        name = static_cast<std::uint16_t>(next++);
        string = value;
        if (next > kLastCode) {
            writer.put(kClear, bits);
            std::fill(names.begin(), names.end(), std::uint16_t{0});
            bits = kLeastBits;
            next = kFirst;
        } else if (next == 1U << bits) {
            ++bits;
        }
    }
    if (string) {
        writer.put(*string, bits);
        if (++next == 1U << bits && bits < kMostBits) ++bits;
    }
    writer.put(kEnd, bits);
    return writer.finish();
}

}  // namespace medal::imaging::redact
