// The single images below some folders, as the platform sees them, and phantoms of several patients.
#pragma once

#include "imaging/similar/look.h"
#include "variants.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace similar_bench {

struct Image {
    std::string name;
    /// Images of one study are of one patient; a photograph is a study of its own.
    std::string study;
    std::uint64_t phash = 0;
    std::uint64_t dhash = 0;
    std::vector<medal::imaging::similar::Look> looks;
    Raster shown;
    /// The same through other windows of stored values; empty for what is not CT.
    std::vector<Raster> windows;
    bool is_phantom = false;
};

std::vector<Image> images_below(const std::filesystem::path& folder);

/// Three slices, or one picture, of every kind but clips; each folder is a study.
std::vector<Image> phantoms(std::uint64_t first_seed, std::uint64_t last_seed,
                            const std::filesystem::path& empty_folder);

/// Of images that are near each other already (one picture in several encodings, neighbouring slices) the
/// first alone; none that shows no step of brightness.
std::vector<Image> distinct(std::span<const Image> images);

/// Whichever way one of them is mirrored.
unsigned bits_apart(std::uint64_t a, std::uint64_t b);

}  // namespace similar_bench
