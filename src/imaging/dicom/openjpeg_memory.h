// OpenJPEG's handles, and its streams over bytes in memory.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <memory>
#include <openjpeg.h>
#include <vector>

namespace medal::imaging::dicom::openjpeg {

using Codec = std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)>;
using Stream = std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)>;
using Image = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;

struct Source {
    Bytes bytes;
    std::size_t at = 0;
};

struct Sink {
    std::vector<std::byte> bytes;
    std::size_t at = 0;
};

/// Both must outlive the stream.
Stream stream_over(Source& source);
Stream stream_into(Sink& sink);

}  // namespace medal::imaging::dicom::openjpeg
