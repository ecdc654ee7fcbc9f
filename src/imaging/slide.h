// Whole-slide images as TIFF: which scanner wrote one, which of its directories are the slide and which are
// photographs of its label, and what of its texts a viewer needs (as OpenSlide 3.4 reads them).
#pragma once

#include "imaging/tiff_structure.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace medal::imaging {

enum class SlideVendor { none, aperio, hamamatsu, leica, philips, trestle, ventana, generic };

SlideVendor detect_vendor(Bytes file, const TiffStructure& structure);

/// `blank`: the directory stays, because a reader looks for a text in it; its picture is gone.
enum class DirectoryFate { keep, drop, blank };

struct SlidePlan {
    /// One for each directory.
    std::vector<DirectoryFate> fates;
    /// By directory and tag: the text that takes the place of the old one. Never longer than that.
    std::map<std::pair<std::size_t, std::uint16_t>, std::string> texts;
    /// Private tags of numbers that a reader needs.
    std::vector<std::uint16_t> private_tags;
    /// Of the file name.
    std::string ending;
};

/// nullopt where the scanner's own description cannot be read.
std::optional<SlidePlan> plan_slide(Bytes file, const TiffStructure& structure, SlideVendor vendor);

}  // namespace medal::imaging
