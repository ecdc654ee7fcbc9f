// The form in which the pictures of a film are written anew, so that every sample keeps its depth and its
// place: H.264 for eight bits, H.265 for more and for red, green and blue. Where colours have fewer samples
// than brightness and a side is odd, which neither can say, colours get a sample for each pixel.
#pragma once

#include "imaging/film/libav.h"

#include <optional>
#include <string>

namespace medal::imaging::film {

struct Form {
    std::string encoder;
    AVPixelFormat pixels = AV_PIX_FMT_NONE;
    unsigned bits = 8;
    bool is_hevc = false;
    /// Three lights, not brightness and colours.
    bool is_rgb = false;
    /// Colours have half of the columns and rows.
    bool is_halved = false;
    /// Of the encoder's own: constant quality, and to keep silent about who wrote it.
    std::vector<std::pair<std::string, std::string>> options{};
};

/// nullopt for pictures that are not planes of brightness, with or without colours, or of three lights, of 8,
/// 10 or 12 bits.
std::optional<Form> form_for(const AVFrame& picture);

/// The picture itself, or one with colours for each pixel, which are those of the sample that it has; grey
/// ones get colours of no hue.
FramePtr in_form(const AVFrame& picture, const Form& form);

}  // namespace medal::imaging::film
