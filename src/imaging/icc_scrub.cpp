#include "imaging/icc_scrub.h"

#include <algorithm>
#include <array>

namespace medal::imaging {
namespace {

constexpr std::size_t kHeadBytes = 128, kEntryBytes = 12, kMostTags = 100;
/// Of a tag's data: the signature of its type and four reserved bytes.
constexpr std::size_t kTypeBytes = 8;

struct Range {
    std::uint64_t begin;
    std::uint64_t end;
};

/// Types of numbers; all others are text, or unknown.
bool is_numeric(std::string_view type) {
    constexpr std::array<std::string_view, 17> kTypes{"XYZ ", "curv", "para", "mft1", "mft2", "mAB ",
                                                      "mBA ", "sf32", "chrm", "clrt", "view", "meas",
                                                      "sig ", "mpet", "uf32", "cicp", "clro"};
    return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

/// How many bytes a type needs to be read, with text of no letters.
std::uint64_t head_of(Bytes profile, std::uint64_t begin, std::uint64_t size) {
    if (!has_text_at(profile, begin, "mluc") || size < 16) return kTypeBytes;
    // Records of language, country, length and place.
    const std::uint64_t records = u32(profile, begin + 8, Endian::big);
    return std::min<std::uint64_t>(16 + 12 * std::min<std::uint64_t>(records, 1000), size);
}

std::vector<Patch> all_of(Bytes profile) {
    std::vector<Patch> patches;
    blank(patches, profile, 0, profile.size());
    return patches;
}

}  // namespace

std::vector<Patch> scrub_icc(Bytes profile) {
    if (profile.size() < kHeadBytes + 4 || !has_text_at(profile, 36, "acsp")) return all_of(profile);
    const std::uint64_t count = u32(profile, kHeadBytes, Endian::big);
    const auto table_end = kHeadBytes + 4 + kEntryBytes * count;
    if (count > kMostTags || table_end > profile.size()) return all_of(profile);
    std::vector<Range> kept{{0, table_end}};
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto entry = kHeadBytes + 4 + kEntryBytes * i;
        const std::uint64_t begin = u32(profile, entry + 4, Endian::big);
        const std::uint64_t size = u32(profile, entry + 8, Endian::big);
        if (begin + size > profile.size() || size < kTypeBytes) return all_of(profile);
        const bool numbers = is_numeric(text_of(profile.subspan(begin, 4)));
        kept.push_back({begin, begin + (numbers ? size : head_of(profile, begin, size))});
    }
    std::sort(kept.begin(), kept.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
    std::vector<Patch> patches;
    std::uint64_t at = 0;
    for (const auto& range : kept) {
        if (range.begin > at) blank(patches, profile, at, range.begin);
        at = std::max(at, range.end);
    }
    if (at < profile.size()) blank(patches, profile, at, profile.size());
    return patches;
}

}  // namespace medal::imaging
