// What the first phase learns of slides that become TIFF: the files that a list names, and the texts by which
// the slide is known (number, bar code, description), which the verification must not find again.
#pragma once

#include "imaging/deid/deidentify.h"

#include <filesystem>

namespace medal::imaging::deid {

/// Nothing for other kinds. Throws base::Error "slide.…" where the slide cannot be read.
void collect_from_slide(const std::filesystem::path& file, Collected& collected);

}  // namespace medal::imaging::deid
