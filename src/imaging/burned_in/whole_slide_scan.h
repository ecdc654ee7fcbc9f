// Text anywhere on a slide. Slides have too many pixels to be searched at the finest level; who draws text
// into one draws it to be read at the size of a screen, so the coarse pictures are searched.
#pragma once

#include "imaging/burned_in/slide_levels.h"

#include <optional>
#include <span>

namespace medal::imaging::burned_in {

/// Of all pictures that are searched together: the smallest ones, as many as have no more pixels.
inline constexpr std::int64_t kMostSearchedOfSlide_px = 1 << 24;
/// A slide whose smallest picture is larger than that is searched in one that is made of it, up to this size.
inline constexpr std::int64_t kMostShrunkOfSlide_px = 1 << 28;

/// Shares of a slide: more of it than this that seems to identify is tissue, and more than that which is not
/// even read clearly. Less is told, and painted over.
inline constexpr double kMostOfSlide = 0.25, kMostUnsureOfSlide = 0.05, kSureOfSlide = 0.7;

struct WholeSlideText {
    /// As scan_part tells them.
    std::vector<TextRegion> regions;
    /// How many times smaller than the finest the most detailed picture is that was searched.
    double downsample = 1;
    /// Much of the slide seemed to identify and is not told: a person has to look.
    bool is_like_print = false;
};

/// nullopt where no picture is small enough. Throws what reading them throws.
std::optional<WholeSlideText> scan_whole_slide(std::vector<SlidePicture> pictures,
                                               const deid::Identifiers& identifiers, TextScanner& scanner);

}  // namespace medal::imaging::burned_in
