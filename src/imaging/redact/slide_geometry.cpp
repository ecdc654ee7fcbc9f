#include "imaging/redact/slide_geometry.h"

#include "imaging/redact/redact.h"
#include "imaging/slide_xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace medal::imaging::redact {
namespace {

constexpr std::uint16_t kXmp = 700;
constexpr double kMostPlace_px = 1e9;

struct Image {
    Bytes file;
    const TiffStructure& structure;

    double number(const TiffDirectory& directory, std::uint16_t tag) const {
        return static_cast<double>(structure.number(file, directory, tag, 0));
    }
    /// Up to the first NUL.
    std::string_view text(const TiffDirectory& directory, std::uint16_t tag) const {
        const auto* entry = directory.find(tag);
        if (entry == nullptr) return {};
        const auto whole = text_of(file.subspan(entry->value_offset, entry->value_bytes));
        return whole.substr(0, whole.find('\0'));
    }
};

bool is_tiled(const TiffDirectory& directory) {
    return directory.find(tiff::kTileOffsets) != nullptr;
}

std::optional<double> decimal(std::string_view text) {
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_number = code == std::errc{} && end == text.data() + text.size();
    return is_number && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

double decimal_in(const XmlTag& tag, std::string_view name) {
    const auto value = decimal(tag.attribute(name));
    if (!value) fail_slide_damaged();
    return *value;
}

/// What Philips pads has twice the pixels each time.
double scale_of(double full, double level, SlideVendor vendor) {
    if (full < 1 || level < 1) fail_slide_damaged();
    const double factor = full / level;
    return vendor == SlideVendor::philips ? std::exp2(std::round(std::log2(factor))) : factor;
}

/// All levels begin at one corner.
SlideGeometry simple_geometry(const Image& image, SlideVendor vendor) {
    SlideGeometry geometry;
    for (const auto& directory : image.structure.directories) {
        if (is_tiled(directory)) geometry.levels.push_back({.directory = &directory});
    }
    if (geometry.levels.empty()) fail_slide_damaged();
    const auto& full = *geometry.levels.front().directory;
    for (auto& level : geometry.levels) {
        const auto scale = [&](std::uint16_t side) {
            return scale_of(image.number(full, side), image.number(*level.directory, side), vendor);
        };
        level.across = scale(tiff::kWidth);
        level.down = scale(tiff::kHeight);
    }
    return geometry;
}

/// Trestle: "OverlapsXY= 64 64 32 32": so many pixels of a tile lie under the next one, level by level.
std::vector<double> trestle_overlaps(std::string_view description) {
    constexpr std::string_view kField = "OverlapsXY=";
    std::vector<double> overlaps;
    const auto begin = description.find(kField);
    if (begin == std::string_view::npos) return overlaps;
    auto list = description.substr(begin + kField.size());
    list = list.substr(0, list.find(';'));
    while (!list.empty()) {
        const auto word = list.substr(0, list.find(' '));
        list = list.substr(std::min(word.size() + 1, list.size()));
        if (!word.empty()) overlaps.push_back(decimal(word).value_or(0));
    }
    return overlaps;
}

SlideGeometry trestle_geometry(const Image& image) {
    SlideGeometry geometry{.levels = {}, .keeps_directories = true};
    const auto& directories = image.structure.directories;
    const auto overlaps = trestle_overlaps(image.text(directories.front(), tiff::kDescription));
    std::vector<std::array<double, 2>> sizes;
    for (std::size_t i = 0; i < directories.size(); ++i) {
        if (!is_tiled(directories[i])) fail_slide_damaged();
        SlidePlace level{.directory = &directories[i]};
        const auto shown = [&](std::uint16_t side, std::uint16_t tile_side, std::size_t axis,
                               double& advance) {
            const auto length = image.number(directories[i], side),
                       tile = image.number(directories[i], tile_side);
            const auto overlap = 2 * i + axis < overlaps.size() ? overlaps[2 * i + axis] : 0;
            if (tile < 1 || length < 1 || overlap < 0 || overlap >= tile) fail_slide_damaged();
            advance = tile - overlap;
            const auto tiles = std::ceil(length / tile);
            return length >= tile ? length - (tiles - 1) * overlap : length;
        };
        sizes.push_back({shown(tiff::kWidth, tiff::kTileWidth, 0, level.advance_across),
                         shown(tiff::kHeight, tiff::kTileHeight, 1, level.advance_down)});
        // As OpenSlide has it, of both sides together.
        level.across = level.down = (sizes.front()[0] / sizes[i][0] + sizes.front()[1] / sizes[i][1]) / 2;
        geometry.levels.push_back(level);
    }
    return geometry;
}

/// Leica: images of one glass, each in several sizes; places are told in nanometres.
struct LeicaDimension {
    std::size_t directory = 0;
    /// How many sizes of its image are larger.
    std::size_t level = 0;
    double nm_per_pixel = 0;
    double left_nm = 0;
    double top_nm = 0;
};

std::vector<LeicaDimension> leica_dimensions(const Image& image) {
    struct Size {
        std::size_t directory;
        double width;
    };
    std::vector<LeicaDimension> all;
    std::vector<Size> sizes;
    std::optional<XmlTag> view;
    const auto finish = [&] {
        if (view) {
            std::set<double, std::greater<>> widths;
            for (const auto& size : sizes) widths.insert(size.width);
            for (const auto& size : sizes) {
                const auto level = std::distance(widths.begin(), widths.find(size.width));
                all.push_back({size.directory, static_cast<std::size_t>(level),
                               decimal_in(*view, "sizeX") / size.width, decimal_in(*view, "offsetX"),
                               decimal_in(*view, "offsetY")});
            }
        }
        sizes.clear();
        view.reset();
    };
    const auto text = image.text(image.structure.directories.front(), tiff::kDescription);
    const bool sound = walk_xml(text, [&](const XmlTag& tag, const auto& around) {
        if (tag.name == "image") finish();
        const bool is_inside = std::find(around.begin(), around.end(), "image") != around.end();
        if (!is_inside) return;
        if (tag.name == "view") view = tag;
        if (tag.name == "dimension") {
            const auto width = decimal_in(tag, "sizeX");
            const auto number = decimal_in(tag, "ifd");
            if (width < 1 || number < 0 || number > kMostPlace_px) fail_slide_damaged();
            sizes.push_back({static_cast<std::size_t>(number), width});
        }
    });
    finish();
    if (!sound || all.empty()) fail_slide_damaged();
    return all;
}

SlideGeometry leica_geometry(const Image& image) {
    SlideGeometry geometry{.levels = {}, .keeps_directories = true};
    const auto dimensions = leica_dimensions(image);
    // Of a level with several images the finest counts for all, so that none is stretched.
    std::map<std::size_t, double> nm_per_pixel;
    for (const auto& one : dimensions) {
        if (!(one.nm_per_pixel > 0)) fail_slide_damaged();
        auto& least = nm_per_pixel.try_emplace(one.level, one.nm_per_pixel).first->second;
        least = std::min(least, one.nm_per_pixel);
    }
    for (const auto& one : dimensions) {
        if (one.directory >= image.structure.directories.size()) fail_slide_damaged();
        const auto& directory = image.structure.directories[one.directory];
        if (!is_tiled(directory)) fail_slide_damaged();
        const auto nm = nm_per_pixel[one.level];
        const auto scale = nm / nm_per_pixel.begin()->second;
        geometry.levels.push_back({.directory = &directory,
                                   .across = scale,
                                   .down = scale,
                                   .left = one.left_nm / nm,
                                   .top = one.top_nm / nm});
    }
    return geometry;
}

/// Ventana: what neighbours have in common, as a mean that counts each joint by how sure the scanner was.
struct Joints {
    double overlap = 0;
    double weight = 0;

    double mean() const {
        if (!(weight > 0)) fail_slide_damaged();
        return overlap / weight;
    }
};

struct VentanaJoints {
    Joints across, down;
};

VentanaJoints ventana_joints(std::string_view text) {
    VentanaJoints joints;
    bool is_scanned = false;
    const bool sound = walk_xml(text, [&](const XmlTag& tag, const auto&) {
        if (tag.name == "ImageInfo") is_scanned = decimal_in(tag, "AOIScanned") != 0;
        if (tag.name != "TileJointInfo" || !is_scanned) return;
        const bool is_across = tag.attribute("Direction") == "RIGHT";
        auto& joint = is_across ? joints.across : joints.down;
        const auto weight = decimal_in(tag, "Confidence");
        joint.overlap += weight * decimal_in(tag, is_across ? "OverlapX" : "OverlapY");
        joint.weight += weight;
    });
    if (!sound) fail_slide_damaged();
    return joints;
}

/// "level=1 mag=20 quality=95".
double ventana_magnification(std::string_view description) {
    constexpr std::string_view kField = "mag=";
    const auto begin = description.find(kField);
    if (begin == std::string_view::npos) fail_slide_damaged();
    const auto rest = description.substr(begin + kField.size());
    const auto value = decimal(rest.substr(0, rest.find(' ')));
    if (!value || *value <= 0) fail_slide_damaged();
    return *value;
}

SlideGeometry ventana_geometry(const Image& image) {
    SlideGeometry geometry{.levels = {}, .keeps_directories = true};
    std::optional<VentanaJoints> joints;
    double finest = 0;
    for (const auto& directory : image.structure.directories) {
        const auto description = image.text(directory, tiff::kDescription);
        if (description.find("level=") == std::string_view::npos) continue;
        const auto magnification = ventana_magnification(description);
        if (!joints) {
            joints = ventana_joints(image.text(directory, kXmp));
            finest = magnification;
        }
        const auto scale = finest / magnification;
        const auto cells = std::floor(scale);
        const auto tile_width = image.number(directory, tiff::kTileWidth),
                   tile_height = image.number(directory, tiff::kTileHeight);
        if (!is_tiled(directory) || cells < 1 || cells > tile_width || cells > tile_height)
            fail_slide_damaged();
        SlidePlace level{.directory = &directory, .across = scale, .down = scale};
        level.advance_across = (tile_width - joints->across.mean()) / scale;
        level.advance_down = (tile_height - joints->down.mean()) / scale;
        if (!(level.advance_across > 0) || !(level.advance_down > 0)) fail_slide_damaged();
        level.cells_across = static_cast<std::uint64_t>(cells);
        geometry.levels.push_back(level);
    }
    if (geometry.levels.empty()) fail_slide_damaged();
    return geometry;
}

}  // namespace

SlideGeometry slide_geometry(Bytes file, const TiffStructure& structure, SlideVendor vendor) {
    const Image image{file, structure};
    switch (vendor) {
        case SlideVendor::leica:
            return leica_geometry(image);
        case SlideVendor::trestle:
            return trestle_geometry(image);
        case SlideVendor::ventana:
            return ventana_geometry(image);
        default:
            return simple_geometry(image, vendor);
    }
}

}  // namespace medal::imaging::redact
