// Raw deflate (RFC 1951) with a bound on size and on ratio, for the deflated transfer syntax and gzip
// members.
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace medal::imaging::dicom {

enum class Wrapping { none, gzip };

/// What stops inflation early.
enum class InflateStop { complete, damaged, too_large };

struct Inflated {
    InflateStop stop = InflateStop::damaged;
    std::vector<std::byte> bytes;
};

/// Stops at kMaxInflatedBytes, or where the ratio passes kMaxInflateRatio.
Inflated inflate_bounded(Bytes packed, Wrapping wrapping);

/// For data whose size is known from elsewhere: no ratio is judged, `limit_bytes` ends it.
Inflated inflate_up_to(Bytes packed, Wrapping wrapping, std::uint64_t limit_bytes);

/// The first `count` inflated bytes, or fewer.
std::vector<std::byte> inflate_head(Bytes packed, Wrapping wrapping, std::size_t count);

std::vector<std::byte> gzip(Bytes bytes);

}  // namespace medal::imaging::dicom
