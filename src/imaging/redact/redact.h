// Makes regions of one stored, de-identified file unreadable, for good: DICOM, PNG, JPEG, TIFF, WebP, films.
// What lies outside of the regions keeps its values; in a film, as nearly as nobody sees the difference.
// Foreign bytes: runs in the sandbox (worker/crew.h).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/redact/region.h"

namespace medal::imaging::redact {

/// Writes `output` where something has to change. Throws base::Error "redact.unsupported" for what cannot be
/// painted (slides, volumes, films in DICOM, bits that do not fill bytes), "redact.too_large", and what
/// reading refuses.
Result redact_file(const Request& request);

/// PS3.3, C.7.6.1.1.2: a file whose pixels change is DERIVED, is a new instance and says how it came to be;
/// every element that is not about this stays as it is. Native pixel data is painted in place; compressed
/// frames are stored as they were decoded.
Result redact_dicom(const Request& request, Bytes file);

/// In their own depth and colours. JPEG becomes PNG, WebP and TIFF are written without loss; of metadata only
/// the colour profile stays.
Result redact_raster(const Request& request, Bytes file);

/// MP4, MOV, Matroska and WebM become MP4 with H.264 (film/rewrite.h): every picture at its time, no sound,
/// no metadata. Throws "redact.unsupported" for pictures that H.264 cannot hold as they are and
/// "redact.damaged" where one would be lost.
Result redact_film(const Request& request, Bytes file);

std::vector<Region> regions_on(const std::vector<Region>& regions, std::uint64_t frame);

[[noreturn]] void fail_unsupported(const char* why);

}  // namespace medal::imaging::redact
