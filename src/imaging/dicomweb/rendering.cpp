#include "imaging/dicomweb/rendering.h"

#include "base/error.h"
#include "base/text.h"
#include "imaging/dicom/data_set.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace medal::imaging::dicomweb {
namespace {

using picture::PictureFormat;
using picture::WindowShape;

[[noreturn]] void refuse(std::string field, std::string hint) {
    throw base::Error{base::ErrorKind::invalid,
                      "dicomweb.bad_rendering",
                      "How the image should be drawn cannot be read.",
                      {.field = std::move(field), .hint = std::move(hint)}};
}

[[noreturn]] void refuse_viewport() {
    refuse("viewport",
           "Give width and height from 1 to 4096, then if you like the left, top, width and height of the "
           "region, as in viewport=512,512,0,0,256,256. A thumbnail has no region.");
}

[[noreturn]] void refuse_window() {
    refuse("window",
           "Give center, width and function, as in window=40,400,linear; the functions are linear, "
           "linear-exact and sigmoid, and the width is above 0 (for linear at least 1).");
}

std::optional<double> number(std::string_view text) {
    const auto value = dicom::parse_decimal(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::uint32_t whole(std::string_view text, std::uint32_t most) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    return is_number && value <= most ? value : 0;
}

int parse_quality(std::string_view text) {
    constexpr std::uint32_t kBest = 100;
    const auto quality = whole(text, kBest);
    if (quality == 0) refuse("quality", "Give a whole number from 1 to 100.");
    return static_cast<int>(quality);
}

/// Which format a media range means; JPEG for any.
std::optional<PictureFormat> format_of(std::string_view type) {
    if (type.empty() || type == "*/*" || type == "image/*") return PictureFormat::jpeg;
    for (const auto format : {PictureFormat::png, PictureFormat::jpeg, PictureFormat::webp}) {
        if (type == picture::media_type(format)) return format;
    }
    return std::nullopt;
}

void apply(Wish& wish, const std::string& name, const std::string& value, Drawing drawing) {
    if (name == "viewport") {
        wish.viewport = parse_viewport(value, drawing);
    } else if (name == "accept") {
        wish.accept = value;
    } else if (drawing == Drawing::whole_size && name == "window") {
        wish.window = parse_window(value);
    } else if (drawing == Drawing::whole_size && name == "quality") {
        wish.quality = parse_quality(value);
    } else if (drawing == Drawing::whole_size && name == "annotation") {
        wish.wants_annotation = true;
    } else if (name != "charset" && (drawing == Drawing::thumbnail || name != "iccprofile")) {
        // The two are about text, of which there is none, and about profiles, which are not embedded.
        throw base::Error{base::ErrorKind::invalid, "query.unknown_parameter",
                          "This address does not know a parameter that was sent."};
    }
}

}  // namespace

picture::DisplayArea parse_viewport(std::string_view text, Drawing drawing) {
    const auto parts = base::split(text, ',');
    const bool has_region = parts.size() == 6 && drawing == Drawing::whole_size;
    if (parts.size() != 2 && !has_region) refuse_viewport();
    picture::DisplayArea viewport;
    viewport.width = whole(parts[0], kMaxViewport_px);
    viewport.height = whole(parts[1], kMaxViewport_px);
    if (viewport.width == 0 || viewport.height == 0) refuse_viewport();
    const std::array places{&viewport.left, &viewport.top, &viewport.region_width, &viewport.region_height};
    for (std::size_t i = 2; i < parts.size(); ++i) {
        if (parts[i].empty()) continue;
        const auto value = number(parts[i]);
        // A region that is given and has no extent shows nothing.
        if (!value || (i >= 4 && *value == 0) || (i < 4 && *value < 0)) refuse_viewport();
        *places[i - 2] = *value;
    }
    return viewport;
}

picture::ShapedWindow parse_window(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, WindowShape>, 3> kShapes{
        {{"linear", WindowShape::linear},
         {"linear-exact", WindowShape::linear_exact},
         {"sigmoid", WindowShape::sigmoid}}};
    const auto parts = base::split(text, ',');
    if (parts.size() != 3) refuse_window();
    const auto center = number(parts[0]);
    const double width = number(parts[1]).value_or(0);
    for (const auto& [name, shape] : kShapes) {
        const bool is_wide = shape == WindowShape::linear ? width >= 1 : width > 0;
        if (center && is_wide && parts[2] == name) return {*center, width, shape};
    }
    refuse_window();
}

Wish parse_wish(const std::vector<std::pair<std::string, std::string>>& parameters, Drawing drawing) {
    Wish wish;
    for (const auto& [name, value] : parameters) apply(wish, name, value, drawing);
    return wish;
}

PictureChoice picture_for(const std::vector<MediaRange>& ranges, std::size_t pictures) {
    for (const auto& range : ranges) {
        const bool is_any = range.type == "*/*";
        const bool is_multipart = range.type == "multipart/related" || range.type == "multipart/*";
        const auto format = format_of(is_multipart ? std::string_view{range.part} : range.type);
        if (!format) continue;
        const bool is_single = is_any ? pictures == 1 : !is_multipart;
        return {*format, is_single ? Packing::single : Packing::multipart};
    }
    return {};
}

bool accepts(const std::vector<MediaRange>& ranges, PictureFormat format) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const MediaRange& range) {
        return range.type == "*/*" || range.type == "image/*" || range.type == picture::media_type(format);
    });
}

}  // namespace medal::imaging::dicomweb
