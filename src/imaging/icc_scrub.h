// Text inside an ICC profile: descriptions, makers, copyright, private tags (ICC.1:2010, clauses 9 and 10).
// What turns colours stays as it is, byte for byte.
#pragma once

#include "imaging/codestream_scrub.h"

namespace medal::imaging {

/// A profile that cannot be read is one patch over all of it.
std::vector<Patch> scrub_icc(Bytes profile);

}  // namespace medal::imaging
