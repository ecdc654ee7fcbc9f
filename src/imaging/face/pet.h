// Heads in PET, where the brain shines and skin and bone hardly show: a hot region near the top with the size
// of a brain, inside a body that has the size of a head there and a neck below. At the resolution of most
// scanners such a surface is no portrait; at 2 mm it may be, and the attenuation series beside it is one. So
// a head with its face is said to have one, with less confidence, and everything unclear is left to a person.
#pragma once

#include "imaging/face/find.h"
#include "imaging/face/grid.h"

namespace medal::imaging::face {

/// Its confidence is at most 0.7.
Search find_face_in_pet(const Grid& grid);

}  // namespace medal::imaging::face
