#include "imaging/slide_text.h"

#include "imaging/one_of.h"
#include "imaging/slide_xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace medal::imaging {
namespace {

std::optional<std::size_t> number_of(std::string_view text) {
    std::size_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

/// Attributes of this list whose values are numbers.
template <std::size_t N>
XmlAttributes numbers_among(const XmlTag& tag, const std::array<std::string_view, N>& names) {
    XmlAttributes kept;
    for (const auto& [key, value] : tag.attributes) {
        if (is_one_of(names, key) && is_plain_number(value) && value.find('"') == std::string_view::npos)
            kept.emplace_back(key, value);
    }
    return kept;
}

bool is_leica_namespace(std::string_view text) {
    return text == "http://www.leica-microsystems.com/scn/2010/10/01" ||
           text == "http://www.leica-microsystems.com/scn/2010/03/10";
}

/// Quotes are written as they are or as entities.
std::string without_quotes(std::string_view text) {
    constexpr std::string_view kQuote = "&quot;";
    std::string plain{text};
    for (auto at = plain.find(kQuote); at != std::string::npos; at = plain.find(kQuote, at)) {
        plain.replace(at, kQuote.size(), " ");
    }
    return plain;
}

/// "AOI0", "AOI12".
bool is_area(std::string_view name) {
    return name.size() > 3 && name.starts_with("AOI") && number_of(name.substr(3)).has_value();
}

}  // namespace

std::string cleaned_aperio(std::string_view description) {
    std::string kept = "Aperio Image Library\r\n";
    for (const auto* field : {"AppMag = ", "MPP = "}) {
        const auto begin = description.find(field);
        if (begin == std::string_view::npos) continue;
        auto value = description.substr(begin, description.find('|', begin) - begin);
        value = value.substr(0, value.find_last_not_of(" \r\n") + 1);
        const bool plain =
            value.size() < 32 && value.find_first_not_of("AppMagMPP =.0123456789") == std::string_view::npos;
        if (plain) kept += "|" + std::string{value};
    }
    // An old text that is shorter than this one keeps its maker's name only.
    if (kept.size() >= description.size()) kept = "Aperio";
    return kept;
}

std::optional<LeicaScan> read_leica(std::string_view description) {
    LeicaScan scan;
    std::vector<std::vector<std::size_t>> directories;
    std::string width;
    std::string height;
    const bool sound = walk_xml(description, [&](const XmlTag& tag, const auto& around) {
        if (tag.name == "collection") {
            width = tag.attribute("sizeX");
            height = tag.attribute("sizeY");
        }
        if (tag.name == "image") {
            scan.is_macro.push_back(false);
            directories.emplace_back();
        }
        if (directories.empty() || around.empty()) return;
        if (tag.name == "view") {
            scan.is_macro.back() = tag.attribute("sizeX") == width && tag.attribute("sizeY") == height;
        }
        if (tag.name == "dimension") {
            directories.back().push_back(number_of(tag.attribute("ifd")).value_or(0));
        }
    });
    if (!sound || directories.empty()) return std::nullopt;
    // A collection of one image is that image, even where it covers the glass.
    if (directories.size() == 1) scan.is_macro.front() = false;
    for (std::size_t i = 0; i < directories.size(); ++i) {
        if (scan.is_macro[i]) continue;
        scan.directories.insert(scan.directories.end(), directories[i].begin(), directories[i].end());
    }
    return scan.directories.empty() ? std::nullopt : std::optional{std::move(scan)};
}

std::optional<std::string> cleaned_leica(std::string_view description, const LeicaScan& scan,
                                         const std::vector<std::size_t>& new_numbers) {
    constexpr std::array<std::string_view, 12> kElements{"scn",
                                                         "collection",
                                                         "image",
                                                         "pixels",
                                                         "dimension",
                                                         "view",
                                                         "scanSettings",
                                                         "objectiveSettings",
                                                         "objective",
                                                         "illuminationSettings",
                                                         "numericalAperture",
                                                         "illuminationSource"};
    constexpr std::array<std::string_view, 8> kNumbers{"sizeX", "sizeY", "offsetX",  "offsetY",
                                                       "r",     "z",     "spacingZ", "c"};
    constexpr std::array<std::string_view, 2> kLights{"brightfield", "fluorescence"};
    std::size_t image = 0;
    const XmlPolicy policy{
        [&](const XmlTag& tag) -> std::optional<XmlAttributes> {
            if (!is_one_of(kElements, tag.name)) return std::nullopt;
            if (tag.name == "image" && (image >= scan.is_macro.size() || scan.is_macro[image++]))
                return std::nullopt;
            auto kept = numbers_among(tag, kNumbers);
            if (is_leica_namespace(tag.attribute("xmlns")))
                kept.emplace_back("xmlns", tag.attribute("xmlns"));
            const auto directory = number_of(tag.attribute("ifd"));
            if (directory && *directory < new_numbers.size())
                kept.emplace_back("ifd", std::to_string(new_numbers[*directory]));
            return kept;
        },
        [&](std::string_view element, std::string_view text) {
            if (element == "illuminationSource") return is_one_of(kLights, text);
            return (element == "objective" || element == "numericalAperture") && is_plain_number(text);
        }};
    return filtered_xml(description, policy);
}

std::optional<std::string> cleaned_philips(std::string_view description) {
    constexpr std::array<std::string_view, 3> kObjects{"DPUfsImport", "DPScannedImage",
                                                       "PixelDataRepresentation"};
    constexpr std::array<std::string_view, 7> kNames{"PIM_DP_SCANNED_IMAGES",
                                                     "PIM_DP_IMAGE_TYPE",
                                                     "PIIM_PIXEL_DATA_REPRESENTATION_SEQUENCE",
                                                     "PIIM_PIXEL_DATA_REPRESENTATION_NUMBER",
                                                     "PIIM_PIXEL_DATA_REPRESENTATION_COLUMNS",
                                                     "PIIM_PIXEL_DATA_REPRESENTATION_ROWS",
                                                     "DICOM_PIXEL_SPACING"};
    constexpr std::array<std::string_view, 5> kTypes{"IString", "IDoubleArray", "IDataObjectArray", "IUInt16",
                                                     "IUInt32"};
    const XmlPolicy policy{
        [&](const XmlTag& tag) -> std::optional<XmlAttributes> {
            if (tag.name == "Array") return XmlAttributes{};
            if (tag.name == "DataObject") {
                const auto type = tag.attribute("ObjectType");
                if (!is_one_of(kObjects, type)) return std::nullopt;
                return XmlAttributes{{"ObjectType", std::string{type}}};
            }
            const auto name = tag.attribute("Name");
            if (tag.name != "Attribute" || !is_one_of(kNames, name)) return std::nullopt;
            XmlAttributes kept{{"Name", std::string{name}}};
            if (const auto type = tag.attribute("PMSVR"); is_one_of(kTypes, type))
                kept.emplace_back("PMSVR", type);
            return kept;
        },
        // Label and macro stay behind as objects without a type of their own and without a picture.
        [](std::string_view element, std::string_view text) {
            return element == "Attribute" && (text == "WSI" || is_plain_number(without_quotes(text)));
        }};
    return filtered_xml(description, policy);
}

std::string cleaned_trestle(std::string_view description) {
    constexpr std::array<std::string_view, 5> kKeys{"Background Color", "White Balance", "Objective Power",
                                                    "JPEG Quality", "OverlapsXY"};
    std::string kept;
    for (std::size_t begin = 0; begin < description.size();) {
        const auto end = std::min(description.find(';', begin), description.size());
        const auto pair = description.substr(begin, end - begin);
        begin = end + 1;
        const auto mark = pair.find('=');
        auto key = pair.substr(0, mark);
        key = key.substr(std::min(key.find_first_not_of(' '), key.size()));
        if (mark == std::string_view::npos || !is_one_of(kKeys, key)) continue;
        const auto value = pair.substr(mark + 1);
        const bool plain = value.find_first_not_of("0123456789ABCDEFabcdef. -") == std::string_view::npos &&
                           value.size() < 512;
        if (plain) kept += std::string{key} + "=" + std::string{value} + ";";
    }
    return kept.size() < description.size() || kept.empty() ? kept : kept.substr(0, kept.size() - 1);
}

std::optional<std::string> cleaned_ventana(std::string_view xmp) {
    constexpr std::array<std::string_view, 11> kElements{
        "iScan",     "Metadata",      "EncodeInfo", "SlideInfo", "AoiInfo", "SlideStitchInfo",
        "ImageInfo", "TileJointInfo", "AoiOrigin",  "FrameInfo", "Frame"};
    constexpr std::array<std::string_view, 29> kNumbers{
        "Magnification", "ScanRes",    "Z-layers", "Z-spacing", "Ver",        "XIMAGESIZE",
        "YIMAGESIZE",    "NumRows",    "NumCols",  "Width",     "Height",     "Pos-X",
        "Pos-Y",         "AOIScanned", "AOIIndex", "AOI_Index", "FlagJoined", "Confidence",
        "Tile1",         "Tile2",      "OverlapX", "OverlapY",  "OriginX",    "OriginY",
        "Left",          "Top",        "Right",    "Bottom",    "XY"};
    constexpr std::array<std::string_view, 4> kDirections{"LEFT", "RIGHT", "UP", "DOWN"};
    const XmlPolicy policy{[&](const XmlTag& tag) -> std::optional<XmlAttributes> {
                               if (!is_one_of(kElements, tag.name) && !is_area(tag.name)) return std::nullopt;
                               auto kept = numbers_among(tag, kNumbers);
                               if (const auto way = tag.attribute("Direction"); is_one_of(kDirections, way))
                                   kept.emplace_back("Direction", way);
                               return kept;
                           },
                           [](std::string_view, std::string_view) { return false; }};
    return filtered_xml(xmp, policy);
}

std::optional<std::string> ventana_level(std::string_view description) {
    std::string kept;
    for (std::size_t begin = 0; begin < description.size();) {
        const auto end = std::min(description.find(' ', begin), description.size());
        const auto word = description.substr(begin, end - begin);
        begin = end + 1;
        const auto mark = word.find('=');
        const auto key = word.substr(0, mark);
        if (mark == std::string_view::npos || !is_plain_number(word.substr(mark + 1))) continue;
        if (key != "level" && key != "mag" && key != "quality") continue;
        kept += (kept.empty() ? "" : " ") + std::string{word};
    }
    return kept.starts_with("level=") ? std::optional{std::move(kept)} : std::nullopt;
}

}  // namespace medal::imaging
