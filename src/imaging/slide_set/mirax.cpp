#include "imaging/slide_set/mirax.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <numeric>
#include <optional>
#include <string_view>

namespace medal::imaging::slide_set {
namespace {

constexpr std::string_view kGeneral = "GENERAL", kLevels = "HIERARCHICAL", kData = "DATAFILE";
/// Scans of a whole glass have half a million photographs at most.
constexpr std::int64_t kMaxPhotographs = 1 << 24, kMaxDivisions = 256;
constexpr std::int64_t kMaxLevels = 32, kMaxRecords = 4'096, kMaxConcat = 30, kMaxPicture_px = 1 << 14;
constexpr std::int64_t kMaxColour = 0xFFFFFFFF, kMaxMagnification = 100'000;
constexpr std::size_t kMaxId_bytes = 256;

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 32 && c < 127; });
}

std::string general(const Ini& ini) {
    const auto id = ini.text(kGeneral, "SLIDE_ID");
    if (id.size() > kMaxId_bytes || !is_printable(id)) fail_damaged_set();
    const auto across = ini.integer(kGeneral, "IMAGENUMBER_X", {1, kMaxPhotographs});
    const auto down = ini.integer(kGeneral, "IMAGENUMBER_Y", {1, kMaxPhotographs});
    constexpr std::string_view kDivisions = "CameraImageDivisionsPerSide";
    const auto divisions =
        ini.has(kGeneral, kDivisions) ? ini.integer(kGeneral, kDivisions, {1, kMaxDivisions}) : 1;
    // Otherwise OpenSlide looks for positions of photographs behind the last one.
    if (across > kMaxPhotographs / down || across % divisions != 0 || down % divisions != 0)
        fail_damaged_set();
    const auto magnification = ini.integer(kGeneral, "OBJECTIVE_MAGNIFICATION", {0, kMaxMagnification});
    return fmt::format(
        "[GENERAL]\nSLIDE_VERSION=1\nSLIDE_ID={}\nIMAGENUMBER_X={}\nIMAGENUMBER_Y={}\n"
        "OBJECTIVE_MAGNIFICATION={}\nCameraImageDivisionsPerSide={}\n",
        id, across, down, magnification, divisions);
}

struct Record {
    std::string_view name;
    /// Of all that are not of a level.
    std::int64_t number = 0;
};

/// Where the places of the photographs are: the first of the two kinds that the list has.
std::optional<Record> position_record(const Ini& ini) {
    const auto count = ini.integer(kLevels, "NONHIER_COUNT", {0, kMaxRecords});
    for (const std::string_view wanted : {"VIMSLIDE_POSITION_BUFFER", "StitchingIntensityLayer"}) {
        std::int64_t number = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            if (ini.text(kLevels, fmt::format("NONHIER_{}_NAME", i)) == wanted) return Record{wanted, number};
            number += ini.integer(kLevels, fmt::format("NONHIER_{}_COUNT", i), {1, kMaxRecords});
        }
    }
    return std::nullopt;
}

std::string records(const Ini& ini) {
    const auto record = position_record(ini);
    if (!record) return "NONHIER_COUNT=0\n";
    const auto position = [&](int i) {
        return fmt::format("NONHIER_{}_NAME={}\nNONHIER_{}_COUNT=1\n", i, record->name, i);
    };
    if (record->number == 0) return "NONHIER_COUNT=1\n" + position(0);
    return fmt::format("NONHIER_COUNT=2\nNONHIER_0_NAME=others\nNONHIER_0_COUNT={}\n", record->number) +
           position(1);
}

std::string level(const Ini& ini, const std::string& section, std::int64_t number) {
    const auto format = ini.text(section, "IMAGE_FORMAT");
    if (format != "JPEG" && format != "PNG" && format != "BMP24") fail_damaged_set();
    const auto concat = ini.integer(section, "IMAGE_CONCAT_FACTOR", {number == 0 ? 0 : 1, kMaxConcat});
    const auto width = ini.integer(section, "DIGITIZER_WIDTH", {1, kMaxPicture_px});
    const auto height = ini.integer(section, "DIGITIZER_HEIGHT", {1, kMaxPicture_px});
    const auto overlap_x = ini.decimal(section, "OVERLAP_X");
    const auto overlap_y = ini.decimal(section, "OVERLAP_Y");
    const bool fits = overlap_x >= 0 && overlap_x < static_cast<double>(width) && overlap_y >= 0 &&
                      overlap_y < static_cast<double>(height);
    if (!fits) fail_damaged_set();
    return fmt::format(
        "[LEVEL_{}]\nIMAGE_FORMAT={}\nIMAGE_CONCAT_FACTOR={}\nDIGITIZER_WIDTH={}\nDIGITIZER_HEIGHT={}\n"
        "OVERLAP_X={}\nOVERLAP_Y={}\nMICROMETER_PER_PIXEL_X={}\nMICROMETER_PER_PIXEL_Y={}\n"
        "IMAGE_FILL_COLOR_BGR={}\n",
        number, format, concat, width, height, overlap_x, overlap_y,
        ini.decimal(section, "MICROMETER_PER_PIXEL_X"), ini.decimal(section, "MICROMETER_PER_PIXEL_Y"),
        ini.integer(section, "IMAGE_FILL_COLOR_BGR", {-kMaxColour, kMaxColour}));
}

bool names_slide(std::string_view key) {
    constexpr std::array<std::string_view, 5> kNaming{"SLIDE_ID", "SLIDE_NAME", "PROJECT_NAME", "BARCODE",
                                                      "LABEL_TEXT"};
    // "BARCODE_IMAGE_TYPE=JPEG" names no slide.
    return key.find("IMAGE") == std::string_view::npos &&
           std::any_of(kNaming.begin(), kNaming.end(),
                       [&](std::string_view text) { return key.find(text) != std::string_view::npos; });
}

/// Of any section: what stands on the label, and how the slide is called.
std::vector<std::string> identifiers(const Ini& ini) {
    std::vector<std::string> found;
    for (const auto& [name, keys] : ini.sections()) {
        for (const auto& [key, value] : keys) {
            if (names_slide(key) && value.size() <= kMaxId_bytes) found.push_back(value);
        }
    }
    return found;
}

}  // namespace

Listing read_mirax(const Ini& ini) {
    Listing listing;
    listing.parts.push_back({PartRole::index, ini.text(kLevels, "INDEXFILE")});
    const auto files = ini.integer(kData, "FILE_COUNT", {1, static_cast<std::int64_t>(kMaxParts) - 1});
    for (std::int64_t i = 0; i < files; ++i) {
        listing.parts.push_back({PartRole::data, ini.text(kData, fmt::format("FILE_{}", i))});
    }
    if (ini.text(kLevels, "HIER_0_NAME") != "Slide zoom level") fail_damaged_set();
    const auto levels = ini.integer(kLevels, "HIER_0_COUNT", {1, kMaxLevels});
    auto text = general(ini);
    text += fmt::format(
        "[HIERARCHICAL]\nINDEXFILE={}\nHIER_COUNT=1\nHIER_0_NAME=Slide zoom level\n"
        "HIER_0_COUNT={}\n",
        part_name(0), levels);
    for (std::int64_t i = 0; i < levels; ++i) text += fmt::format("HIER_0_VAL_{}_SECTION=LEVEL_{}\n", i, i);
    text += records(ini);
    text += fmt::format("[DATAFILE]\nFILE_COUNT={}\n", files);
    for (std::int64_t i = 0; i < files; ++i) {
        text += fmt::format("FILE_{}={}\n", i, part_name(static_cast<std::size_t>(i) + 1));
    }
    for (std::int64_t i = 0; i < levels; ++i) {
        text += level(ini, ini.text(kLevels, fmt::format("HIER_0_VAL_{}_SECTION", i)), i);
    }
    listing.neutral = std::move(text);
    listing.identifiers = identifiers(ini);
    return listing;
}

}  // namespace medal::imaging::slide_set
