// What an image looks like in numbers: the exact pixels, two 64-bit hashes that survive re-encoding, resizing
// and flips, and looks at parts, which survive cuts, text and windows. None can be turned back into a
// picture.
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
    /// As `text_of` writes them.
    std::string looks;
};
BOOST_DESCRIBE_STRUCT(Fingerprint, (), (sha256_pixels, phash, dhash, looks))

/// Of one file; several frames give the bitwise median of theirs. Throws base::Error "imaging.refused",
/// "imaging.codec" or "imaging.decode".
Fingerprint fingerprint_file(const std::filesystem::path& path);

}  // namespace medal::imaging::similar
