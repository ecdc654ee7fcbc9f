#include "imaging/slide_set/listing.h"

#include "imaging/slide_set/hamamatsu.h"
#include "imaging/slide_set/mirax.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string_view>

namespace medal::imaging::slide_set {
namespace {

constexpr std::size_t kHead_bytes = 1 << 16, kMaxName_bytes = 255;

struct Start {
    std::string_view text;
    SetKind kind;
};
constexpr std::array kStarts{
    Start{"[GENERAL]", SetKind::mirax},
    Start{"[Virtual Microscope Specimen]", SetKind::vms},
    Start{"[Uncompressed Virtual Microscope Specimen]", SetKind::vmu},
};

std::optional<SetKind> kind_of(Bytes file) {
    auto head = text_of(file.first(std::min(file.size(), kHead_bytes)));
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
    for (const auto& start : kStarts) {
        if (!head.starts_with(start.text)) continue;
        const bool is_other =
            start.kind == SetKind::mirax && head.find("\nSLIDE_ID") == std::string_view::npos;
        return is_other ? std::nullopt : std::optional{start.kind};
    }
    return std::nullopt;
}

/// A bare name; what leads out of the slide's folder is no part of it.
bool is_bare(const std::string& name) {
    const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 32 && c != '/' && c != '\\' && c != ':';
    });
    return is_plain && !name.empty() && name.size() <= kMaxName_bytes && name != "." && name != "..";
}

}  // namespace

bool is_set_file(Bytes file) {
    return kind_of(file).has_value();
}

Listing read_listing(Bytes file) {
    const auto kind = kind_of(file);
    if (!kind) fail_damaged_set();
    const Ini ini{file};
    auto listing = *kind == SetKind::mirax ? read_mirax(ini) : read_hamamatsu(ini, *kind);
    listing.kind = *kind;
    const bool sound =
        listing.parts.size() <= kMaxParts && std::all_of(listing.parts.begin(), listing.parts.end(),
                                                         [](const Part& part) { return is_bare(part.name); });
    if (!sound) fail_damaged_set();
    return listing;
}

std::string part_name(std::size_t number) {
    return fmt::format("part-{:04}", number);
}

std::string describe_role(PartRole role) {
    switch (role) {
        case PartRole::index:
            return "its index";
        case PartRole::data:
            return "a file of its data";
        case PartRole::image:
            return "an image file";
        case PartRole::map:
            return "its map image";
        default:
            return "a file beside the picture";
    }
}

std::string how_to_give(SetKind kind) {
    const std::string_view files = kind == SetKind::mirax ? "the .mrxs file and the folder beside it"
                                   : kind == SetKind::vms
                                       ? "the .vms file and all .jpg and .opt files beside it"
                                       : "the .vmu file and all files beside it";
    return fmt::format("put the whole slide ({}) into one ZIP, or give their folder", files);
}

}  // namespace medal::imaging::slide_set
