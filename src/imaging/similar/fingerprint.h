// What an image looks like in three numbers: the exact pixels, and two 64-bit hashes that survive
// re-encoding, resizing, windowing and flips. None of them can be turned back into a picture.
#pragma once

#include <filesystem>
#include <string>

#include <boost/describe.hpp>

namespace medal::imaging::similar {

struct Fingerprint {
    /// Of dimensions and decoded samples: equal for every lossless encoding of the same image.
    std::string sha256_pixels;
    std::string phash;
    std::string dhash;
};
BOOST_DESCRIBE_STRUCT(Fingerprint, (), (sha256_pixels, phash, dhash))

/// Of one file; several frames give the bitwise median of theirs. Throws base::Error "imaging.refused",
/// "imaging.codec" or "imaging.decode".
Fingerprint fingerprint_file(const std::filesystem::path& path);

}  // namespace medal::imaging::similar
