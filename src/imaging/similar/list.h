// A list of images by their fingerprints, one a line, fields separated by tabs: SHA-256 of the pixels, pHash,
// dHash, path, looks. Lists that were made before looks were kept end with the path.
#pragma once

#include "base/hash.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/similar/look.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace medal::imaging::similar {

struct ListLine {
    base::Sha256 pixels;
    std::uint64_t phash = 0;
    std::uint64_t dhash = 0;
    std::string path;
    std::vector<Look> looks{};
};

/// Without the end of the line. What would part fields or lines in the path becomes a space.
std::string line_of(const Fingerprint& fingerprint, std::string path);

/// nullopt for a damaged line.
std::optional<ListLine> line_in(const std::string& text);

}  // namespace medal::imaging::similar
