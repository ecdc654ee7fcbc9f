// What a file is, decided by its first bytes and never by its name.
#pragma once

#include "imaging/byte_reader.h"

#include <string_view>

#include <boost/describe.hpp>

namespace medal::imaging {

/// `slide` is TIFF; `slide_set` is the file that lists the others of a slide (MIRAX, Hamamatsu VMS and VMU),
/// `slide_database` one in a data base (Sakura): both become TIFF.
enum class FileKind {
    unknown,
    dicom,
    nifti,
    png,
    jpeg,
    tiff,
    webp,
    mp4,
    matroska,
    slide,
    zip,
    tar,
    gzip,
    slide_set,
    slide_database,
};
BOOST_DESCRIBE_ENUM(FileKind, unknown, dicom, nifti, png, jpeg, tiff, webp, mp4, matroska, slide, zip, tar,
                    gzip, slide_set, slide_database)

FileKind detect_kind(Bytes bytes);

/// Names what an unknown file seems to be ("GIF image", "text"), for the message that refuses it.
std::string_view describe_unknown(Bytes bytes);

/// Slides that are written anew as TIFF.
inline bool becomes_tiff(FileKind kind) {
    return kind == FileKind::slide_set || kind == FileKind::slide_database;
}

/// Throws base::Error "slide.not_tiff", with what to do, for slides that have to become TIFF before anything
/// is drawn of them; returns for all other kinds.
void require_drawable(FileKind kind);

/// The sentence that ends every such refusal.
inline constexpr std::string_view kAcceptedKinds =
    "Accepted are DICOM, NIfTI, PNG, JPEG, TIFF, WebP, MP4, MOV, MKV, slides (SVS, NDPI, SCN, BIF, TIFF, "
    "Sakura; MIRAX, VMS and VMU with all their files), and ZIP or TAR of these.";

}  // namespace medal::imaging
