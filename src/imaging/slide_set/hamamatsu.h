// The .vms and .vmu files of Hamamatsu, as OpenSlide 3.4 reads them. Internal to slide_set/.
#pragma once

#include "imaging/slide_set/ini.h"
#include "imaging/slide_set/listing.h"

namespace medal::imaging::slide_set {

/// Throws base::Error "slide.set_damaged".
Listing read_hamamatsu(const Ini& ini, SetKind kind);

}  // namespace medal::imaging::slide_set
