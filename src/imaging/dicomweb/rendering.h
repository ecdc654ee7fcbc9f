// How a client wants an image drawn (PS3.18, 8.3.5): the parameters of an address, and which picture format
// of those it accepts. Pure: nothing is drawn here.
#pragma once

#include "imaging/dicomweb/accept.h"
#include "imaging/picture/rendition.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medal::imaging::dicomweb {

inline constexpr std::uint32_t kMaxViewport_px = 4096;

/// A thumbnail has a size and no region.
enum class Drawing { whole_size, thumbnail };

struct Wish {
    std::optional<picture::ShapedWindow> window;
    std::optional<picture::DisplayArea> viewport;
    int quality = 90;
    /// The value of `accept`, which outranks the header field; empty where there is none.
    std::string accept;
    /// The client asked for burned-in notes, which are never drawn: the answer says so.
    bool wants_annotation = false;
};

/// Names and values as they stand in the address, decoded. Throws Error{invalid, "dicomweb.bad_rendering"}
/// that names the parameter, or "query.unknown_parameter".
Wish parse_wish(const std::vector<std::pair<std::string, std::string>>& parameters, Drawing drawing);

/// "512,512" or "512,512,0,0,-256,256" where what is left empty has its default.
picture::DisplayArea parse_viewport(std::string_view text, Drawing drawing);

/// "40,400,linear": all three, with linear, linear-exact or sigmoid.
picture::ShapedWindow parse_window(std::string_view text);

struct PictureChoice {
    picture::PictureFormat format = picture::PictureFormat::jpeg;
    Packing packing = Packing::refused;
};

/// The first range that can be served; JPEG where any picture will do. A range that names a picture alone is
/// served as one part, "*/*" as one part where there is one picture.
PictureChoice picture_for(const std::vector<MediaRange>& ranges, std::size_t pictures);

/// Whether one picture of this format will do.
bool accepts(const std::vector<MediaRange>& ranges, picture::PictureFormat format);

}  // namespace medal::imaging::dicomweb
