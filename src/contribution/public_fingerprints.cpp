#include "contribution/public_fingerprints.h"

#include "base/error.h"
#include "base/text.h"

#include <bit>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>

namespace medal::contribution {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(std::string code, std::string message, const fs::path& list, std::string hint) {
    throw base::Error{base::ErrorKind::invalid,
                      std::move(code),
                      std::move(message),
                      {.field = "imaging.public_fingerprints",
                       .hint = list.filename().string() + ": " + std::move(hint),
                       .detail = {}}};
}

struct Line {
    base::Sha256 pixels;
    std::uint64_t phash = 0;
    std::uint64_t dhash = 0;
    std::string path;
};

bool read_hash(const std::string& text, std::uint64_t& hash) {
    const auto* end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, hash, 16);
    return text.size() == 16 && fault == std::errc{} && stop == end;
}

std::optional<Line> line_in(const std::string& text) {
    const auto parts = base::split(text, '\t');
    Line line;
    if (parts.size() != 4 || !read_hash(parts[1], line.phash) || !read_hash(parts[2], line.dhash)) return {};
    const auto pixels = base::Scalar<base::Sha256>::parse(parts[0]);
    if (!pixels) return {};
    line.pixels = *pixels;
    line.path = parts[3];
    return line;
}

// Enough to find the image in its data set; the folders above are the operator's own.
std::string end_of(const fs::path& path) {
    const auto folder = path.parent_path().filename();
    return folder.empty() ? path.filename().string() : (folder / path.filename()).string();
}

}  // namespace

PublicFingerprints::PublicFingerprints(std::span<const fs::path> lists) {
    for (const auto& list : lists) read(list);
}

void PublicFingerprints::read(const fs::path& list) {
    std::ifstream file{list};
    if (!file) refuse("fingerprints.unreadable", "A list of public images cannot be read.", list, "no file");
    names_.push_back(list.stem().string());
    std::string text;
    for (std::size_t number = 1; std::getline(file, text); ++number) {
        const auto line = line_in(text);
        if (!line) {
            refuse("fingerprints.damaged", "A list of public images is damaged.", list,
                   "line " + std::to_string(number) + " is not as `medal fingerprint` prints it");
        }
        if (entries_.size() == kMostPublicPrints) {
            refuse("fingerprints.too_many", "The lists of public images are too long.", list,
                   "at most 2 000 000 lines over all lists");
        }
        const auto entry = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back({line->dhash, static_cast<std::uint32_t>(names_.size() - 1), end_of(line->path)});
        by_pixels_.emplace(line->pixels, entry);
        if (line->dhash != 0) by_look_.add(line->phash, entry);
    }
}

DuplicateHit PublicFingerprints::hit_of(const AssetPrint& print, std::uint32_t entry) const {
    DuplicateHit hit{print.asset_id, print.frame};
    hit.data_set = names_[entries_[entry].list];
    hit.entry = entries_[entry].path;
    return hit;
}

std::vector<DuplicateHit> PublicFingerprints::similar_to(const AssetPrint& print) const {
    std::vector<DuplicateHit> hits;
    if (!says_something(print)) return hits;
    for (const auto& [entry, distance] : by_look_.find(print.phash, kNearLook_bits)) {
        if (static_cast<unsigned>(std::popcount(entries_[entry].dhash ^ print.dhash)) > kNearSteps_bits) {
            continue;
        }
        hits.push_back(hit_of(print, entry));
        hits.back().distance_bits = distance;
    }
    return hits;
}

std::vector<DuplicateHit> PublicFingerprints::find(std::span<const AssetPrint> prints) const {
    std::vector<DuplicateHit> hits;
    struct Slices {
        std::size_t all = 0;
        std::size_t similar = 0;
        std::vector<DuplicateHit> hits;
    };
    std::map<std::string, Slices> slices;
    for (const auto& print : prints) {
        const auto pixels = base::Scalar<base::Sha256>::parse(print.sha256_pixels);
        const auto same = pixels ? by_pixels_.find(*pixels) : by_pixels_.end();
        if (same != by_pixels_.end() && says_something(print)) {
            hits.push_back(hit_of(print, same->second));
            hits.back().likeness = Likeness::same_pixels;
        }
        auto similar = similar_to(print);
        if (print.scope != FingerprintScope::slice) {
            hits.insert(hits.end(), similar.begin(), similar.end());
            continue;
        }
        auto& its = slices[print.asset_id.text()];
        ++its.all;
        its.similar += similar.empty() ? 0 : 1;
        its.hits.insert(its.hits.end(), similar.begin(), similar.end());
    }
    for (const auto& [asset, its] : slices) {
        if (2 * its.similar >= its.all) hits.insert(hits.end(), its.hits.begin(), its.hits.end());
    }
    return hits;
}

}  // namespace medal::contribution
