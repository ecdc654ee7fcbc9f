// A head as a person would see it: the first surface that rays meet, from the front and from the left side,
// brighter where it faces the eye. For a person who decides whether a face is gone; measures nothing.
#pragma once

#include "imaging/face/deface.h"
#include "imaging/face/volume.h"
#include "imaging/picture/raster.h"

namespace medal::imaging::face {

enum class Side { front, left };

/// Grey; black where a ray meets nothing.
picture::Raster portrait(const Volume& volume, Side side);

/// One NIfTI file or the slices of one series, as the search for a face sees it. Throws base::Error
/// "imaging.no_volume" where they are none, and what reading refuses.
Volume read_volume(const VolumeFiles& files);

/// The two kinds of read_volume.
Volume read_series(const VolumeFiles& files);
Volume read_nifti(Bytes file);

/// base::Error "imaging.no_volume".
[[noreturn]] void fail_no_volume(const char* reason);

}  // namespace medal::imaging::face
