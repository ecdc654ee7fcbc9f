// Faces over the pictures of a film or a multi-frame image, of which only some were searched: boxes that
// follow each other become one box over a range of pictures, which reaches to the next ones that were
// searched.
#pragma once

#include "imaging/face/face_box.h"

#include <span>
#include <vector>

namespace medal::imaging::face {

/// One box over pictures from the first to the last, both included; of a still picture both are 0. In pixels,
/// from the upper left corner.
struct FaceTrack {
    std::uint64_t first_frame = 0;
    std::uint64_t last_frame = 0;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    /// That this is a face, 0 to 1.
    double confidence = 0;
};
BOOST_DESCRIBE_STRUCT(FaceTrack, (), (first_frame, last_frame, x, y, width, height, confidence))

/// `searched` are the numbers of the pictures that were looked at, rising; each box lies on one of them.
/// Sorted by first picture.
std::vector<FaceTrack> tracks_of(std::span<const FaceBox> boxes, std::span<const std::uint64_t> searched,
                                 std::uint64_t frames);

}  // namespace medal::imaging::face
