// Where the bytes of a frame lie in its file, native or compressed, without copying any (PS3.5, 8 and A.4;
// PS3.18, 8.7.3).
#pragma once

#include "imaging/dicom/data_set.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::dicomweb {

/// `frame` counts from 0. Throws Error{not_found, "dicomweb.no_frame"}, or Error{unsupported,
/// "dicomweb.no_frame_bytes"} where a frame does not lie in whole bytes.
std::vector<Bytes> frame_bytes(const dicom::DataSet& data, std::uint64_t frame);

/// Number of Frames; 1 where it is absent or no positive number.
std::uint64_t frame_count(const dicom::DataSet& data);

/// The media type of a frame as it is stored (PS3.18, table 8.7.3-5); octets where it is not compressed.
std::string_view frame_media_type(std::string_view transfer_syntax);

/// "1,3,4": numbers from 1, at most 1000, in the order asked; given back from 0.
/// Throws Error{invalid, "dicomweb.bad_frames"}.
std::vector<std::uint64_t> parse_frame_list(std::string_view text);

}  // namespace medal::imaging::dicomweb
