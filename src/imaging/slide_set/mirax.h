// Slidedat.ini of a MIRAX slide, as OpenSlide 3.4 reads it. Internal to slide_set/.
#pragma once

#include "imaging/slide_set/ini.h"
#include "imaging/slide_set/listing.h"

namespace medal::imaging::slide_set {

/// Throws base::Error "slide.set_damaged".
Listing read_mirax(const Ini& ini);

}  // namespace medal::imaging::slide_set
