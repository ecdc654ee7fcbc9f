// One frame of a stored DICOM file as a picture for a viewer: window, region and size as the client asked
// (PS3.18, 8.3.5.1). Decodes, so it runs in the sandbox only.
#pragma once

#include "imaging/picture/picture_format.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::picture {

/// PS3.3, C.11.2.1.2.1, C.11.2.1.3.2 and C.11.2.1.3.1.
enum class WindowShape { linear, linear_exact, sigmoid };
BOOST_DESCRIBE_ENUM(WindowShape, linear, linear_exact, sigmoid)

struct ShapedWindow {
    double center = 0;
    double width = 1;
    WindowShape shape = WindowShape::linear;

    bool operator==(const ShapedWindow&) const = default;
};
BOOST_DESCRIBE_STRUCT(ShapedWindow, (), (center, width, shape))

/// The region of the image and what it is scaled to fit, in pixels. A region of no width or height reaches to
/// the end of the image; one that is negative is mirrored.
struct DisplayArea {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    double left = 0;
    double top = 0;
    double region_width = 0;
    double region_height = 0;

    bool operator==(const DisplayArea&) const = default;
};
BOOST_DESCRIBE_STRUCT(DisplayArea, (), (width, height, left, top, region_width, region_height))

struct Rendition {
    std::string path;
    std::uint64_t frame = 0;
    std::optional<ShapedWindow> window;
    std::optional<DisplayArea> viewport;
    PictureFormat format = PictureFormat::jpeg;
    int quality = 90;
};
BOOST_DESCRIBE_STRUCT(Rendition, (), (path, frame, window, viewport, format, quality))

/// Throws base::Error where the file is refused or nothing decodes it, and Error{invalid,
/// "dicomweb.bad_rendering"} where the region lies outside the image.
std::vector<std::byte> draw(const Rendition& rendition);

/// Cut out, mirrored and scaled, keeping its aspect.
Raster in_viewport(const Raster& raster, const DisplayArea& viewport);

/// 0 to 255, rounded.
std::uint8_t grey_of(double value, const ShapedWindow& window);

}  // namespace medal::imaging::picture
