// Faces in photographs: a trained network looks at the picture in several sizes and turned by steps of 45
// degrees, and what it sees more often is more certain. Finds what a camera saw of a person; says nothing
// about volumes (find.h), and never who it is.
#pragma once

#include "imaging/face/face_box.h"
#include "imaging/picture/raster.h"

#include <vector>

namespace medal::imaging::face {

/// From this on a face is taken for one; below it, down to the second, a person has to look; what is less is
/// not told.
constexpr double kSureOfFace = 0.75, kDoubtfulFace = 0.5;
/// More than these on one picture are patterns, not people; the surest are kept.
constexpr std::size_t kMostFaces = 64;
/// Detail beyond this length of the longer side is not looked at.
constexpr std::size_t kLongestSearched_px = 384;

/// `quick` for pictures of a film, which show a face again and again: fewer sizes and turns.
enum class Effort { thorough, quick };

/// The surest first. The same raster gives the same boxes.
std::vector<FaceBox> find_faces(const picture::Raster& raster, std::uint64_t frame,
                                Effort effort = Effort::thorough);

}  // namespace medal::imaging::face
