// What a film holds, told without decoding a picture of it. Foreign bytes: runs in the sandbox
// (worker/crew.h).
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <vector>

namespace medal::imaging::film {

struct Index {
    /// Of the pictures in the order in which they are shown, on the film's own clock (as Reader::time). Empty
    /// where some have none.
    std::vector<std::int64_t> times;
    std::uint64_t pictures = 0;
    /// Of them, those that stand alone.
    std::uint64_t key_pictures = 0;

    /// The number of the picture that is shown at this time.
    std::uint64_t number_at(std::int64_t time) const;
};

/// Throws base::Error "imaging.decode".
Index index_of(Bytes film);

}  // namespace medal::imaging::film
