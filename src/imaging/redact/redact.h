// Makes regions of one stored, de-identified file unreadable, for good: DICOM, PNG, JPEG, TIFF, WebP, NIfTI,
// slides in tiles, films. What lies outside of the regions keeps its values; in a film, as nearly as nobody
// sees the difference. Foreign bytes: runs in the sandbox (worker/crew.h).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/redact/region.h"
#include "imaging/tiff_structure.h"

namespace medal::imaging::redact {

/// Writes `output` where something has to change. Throws base::Error "redact.unsupported" for what cannot be
/// painted (compressions that cannot be written, samples that do not fill bytes), "redact.too_large", and
/// what reading refuses.
Result redact_file(const Request& request);

/// PS3.3, C.7.6.1.1.2: a file whose pixels change is DERIVED, is a new instance and says how it came to be;
/// every element that is not about this stays as it is. Native pixel data is painted in place; compressed
/// frames are stored as they were decoded, but for JPEG tiles of slides, of which only blocks are filled; a
/// film is encoded anew (redact_film).
Result redact_dicom(const Request& request, Bytes file);

/// In their own depth and colours, without holding the whole picture. JPEG becomes PNG, WebP and TIFF are
/// written without loss; of metadata only the colour profile stays. Frames are pages; where those differ in
/// size only the first is kept.
Result redact_raster(const Request& request, FileKind kind);

/// Frames are slices from the feet to the head, volume after volume, turned as the viewer shows them
/// (viewing/body_axes.h). What is filled gets the least value of the file. Every other byte stays.
Result redact_nifti(const Request& request, Bytes file);

/// On all levels of the pyramid, always filled: tiles that are packed without loss (tile_packing.h) and
/// JPEG 2000 exactly, of JPEG the blocks of coefficients that a box meets, so that all other blocks stay as
/// they are. Pictures beside the levels are left out: they show the slide once more.
Result redact_slide(const Request& request, const MappedFile& file);

/// The same for NDPI, which has no tiles.
Result redact_ndpi(const Request& request, const MappedFile& file, const TiffStructure& structure);

/// MP4, MOV, Matroska and WebM become MP4 with H.264 or, above eight bits, H.265 (film/rewrite.h): every
/// picture at its time, no sound, no metadata. Throws "redact.unsupported" for pictures of other forms and
/// "redact.damaged" where one would be lost.
Result redact_film(const Request& request, Bytes file);

/// Those that a frame shows.
std::vector<Region> regions_on(const std::vector<Region>& regions, std::uint64_t frame);

/// base::Error "redact.unsupported".
[[noreturn]] void fail_unsupported(const char* why);
/// base::Error "imaging.decode".
[[noreturn]] void fail_slide_damaged();

}  // namespace medal::imaging::redact
