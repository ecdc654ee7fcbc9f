// A place in a picture where text was found; never the text itself.
#pragma once

#include <cstdint>
#include <optional>

#include <boost/describe.hpp>

namespace medal::imaging::burned_in {

/// `marker` is a side or view letter, which identifies nobody.
enum class TextClass { identifier, text, marker };
BOOST_DESCRIBE_ENUM(TextClass, identifier, text, marker)

/// In pixels of the frame, from its upper left corner.
struct TextRegion {
    std::uint64_t frame = 0;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    TextClass text_class = TextClass::text;
    double confidence = 0;
    /// Of a film: the last picture on which it is seen, `frame` being the first.
    std::optional<std::uint64_t> last_frame{};
};
BOOST_DESCRIBE_STRUCT(TextRegion, (), (frame, x, y, width, height, text_class, confidence, last_frame))

}  // namespace medal::imaging::burned_in
