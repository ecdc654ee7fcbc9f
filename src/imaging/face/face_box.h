// A place in a picture where a face was found. In pixels of the frame, from its upper left corner.
#pragma once

#include <cstdint>

#include <boost/describe.hpp>

namespace medal::imaging::face {

struct FaceBox {
    std::uint64_t frame = 0;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    /// That this is a face, 0 to 1.
    double confidence = 0;
};
BOOST_DESCRIBE_STRUCT(FaceBox, (), (frame, x, y, width, height, confidence))

}  // namespace medal::imaging::face
