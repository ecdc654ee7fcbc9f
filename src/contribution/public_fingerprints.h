// Images of public data sets by their fingerprints: lists as `medal fingerprint FOLDER > LIST` prints them,
// read once from files that the operator names. What is known to everybody is no exam.
#pragma once

#include "base/hash.h"
#include "contribution/duplicate_evidence.h"
#include "contribution/fingerprints.h"
#include "imaging/similar/index.h"
#include "imaging/similar/look_index.h"

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace medal::contribution {

/// Over all lists; a line takes about 200 bytes of memory, with looks 1.3 KB.
constexpr std::size_t kMostPublicPrints = 2'000'000;

class PublicFingerprints {
  public:
    PublicFingerprints() = default;
    /// Throws Error{invalid}: "fingerprints.unreadable", "fingerprints.damaged" with file and line,
    /// "fingerprints.too_many".
    explicit PublicFingerprints(std::span<const std::filesystem::path> lists);

    std::size_t size() const { return entries_.size(); }

    /// Slices that only look alike count where half of the kept slices of their volume do. They and volumes
    /// are compared as wholes: a volume is hardly cropped, and a part of a body is like that of another.
    std::vector<DuplicateHit> find(std::span<const AssetPrint> prints) const;

  private:
    struct Entry {
        std::uint64_t dhash = 0;
        std::uint32_t list = 0;
        std::string path;
    };

    struct PixelsHash {
        std::size_t operator()(const base::Sha256& pixels) const {
            std::size_t first = 0;
            std::memcpy(&first, pixels.bytes.data(), sizeof first);
            return first;
        }
    };

    void read(const std::filesystem::path& list);
    DuplicateHit hit_of(const AssetPrint& print, std::uint32_t entry) const;
    std::vector<DuplicateHit> similar_to(const AssetPrint& print) const;

    std::vector<std::string> names_;
    std::vector<Entry> entries_;
    std::unordered_map<base::Sha256, std::uint32_t, PixelsHash> by_pixels_;
    imaging::similar::HashIndex by_look_;
    imaging::similar::LookIndex by_parts_;
};

}  // namespace medal::contribution
