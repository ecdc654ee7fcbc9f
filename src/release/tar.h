// A release's package as a TAR stream (POSIX.1-1988 ustar), made while it is sent.
#pragma once

#include "base/time.h"
#include "blob/store.h"
#include "release/release_store.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace medal::release {

/// Whole size of the stream, for Content-Length.
std::uint64_t tar_size(const std::vector<FileRow>& files);

/// Fills the span with the next bytes; 0 at the end. `blobs` must outlive it. Paths longer than 100 bytes are
/// an internal error: ours are shorter.
std::function<std::size_t(std::span<std::byte>)> tar_stream(blob::Store& blobs, std::vector<FileRow> files,
                                                            std::string folder, base::Instant modified_at);

}  // namespace medal::release
