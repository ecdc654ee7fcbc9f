// Whether a CT or MR volume shows a face that could be recognised from its surface, how sure that is, and
// what to cut away. Decides by geometry alone; what it cannot tell it leaves to a person.
#pragma once

#include "imaging/face/region.h"

#include <string>

#include <boost/describe.hpp>

namespace medal::imaging::face {

/// `undecided`: a person has to look.
enum class Verdict { face, no_face, undecided };
BOOST_DESCRIBE_ENUM(Verdict, face, no_face, undecided)

struct Search {
    Verdict verdict = Verdict::undecided;
    /// That a recognisable face is there, 0 to 1.
    double confidence = 0;
    /// A sentence for the person; no text from the file.
    std::string reason;
    /// Of the outline (head.h). 0 here and below: not measured.
    double head_width_mm = 0;
    double head_length_mm = 0;
    /// 0 to 1, see head.h.
    double skull_share = 0;
    double brain_ml = 0;
    /// How far the surface reaches beyond the cut.
    double face_depth_mm = 0;
    /// Where the verdict is `face`.
    std::optional<Region> region;
};

/// Never throws for what the voxels hold.
Search find_face(const Volume& volume);

}  // namespace medal::imaging::face
