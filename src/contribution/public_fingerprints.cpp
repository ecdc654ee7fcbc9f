#include "contribution/public_fingerprints.h"

#include "base/error.h"
#include "imaging/similar/list.h"

#include <bit>
#include <fstream>
#include <map>

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
        const auto line = imaging::similar::line_in(text);
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
        if (line->dhash == 0) continue;
        by_look_.add(line->phash, entry);
        by_parts_.add(line->looks, entry);
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
    auto found = by_look_.find(print.phash, kNearLook_bits);
    std::erase_if(found, [&](const auto& hit) { return !steps_agree(entries_[hit.id].dhash, print.dhash); });
    if (print.scope == FingerprintScope::single) {
        found = imaging::similar::joined(std::move(found), by_parts_.find(print.looks));
    }
    for (const auto& [entry, distance] : found) {
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
