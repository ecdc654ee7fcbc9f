// What a file is, decided by its first bytes and never by its name.
#pragma once

#include "imaging/byte_reader.h"

#include <string_view>

#include <boost/describe.hpp>

namespace medal::imaging {

enum class FileKind { unknown, dicom, nifti, png, jpeg, tiff, webp, mp4, matroska, slide, zip, tar, gzip };
BOOST_DESCRIBE_ENUM(FileKind, unknown, dicom, nifti, png, jpeg, tiff, webp, mp4, matroska, slide, zip, tar,
                    gzip)

FileKind detect_kind(Bytes bytes);

/// Names what an unknown file seems to be ("GIF image", "text"), for the message that refuses it.
std::string_view describe_unknown(Bytes bytes);

/// The sentence that ends every such refusal.
inline constexpr std::string_view kAcceptedKinds =
    "Accepted are DICOM, NIfTI, PNG, JPEG, TIFF, WebP, MP4, MOV, MKV, slides in one file (SVS, NDPI, SCN, "
    "BIF, "
    "TIFF), and ZIP or TAR of these.";

}  // namespace medal::imaging
