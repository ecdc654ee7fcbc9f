// Small slides as scanners write them, with texts and label photographs that must not come out; for the tests
// of slides, which are read by OpenSlide before and after.
#pragma once

#include "imaging/byte_writer.h"
#include "imaging/picture/encode.h"

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <vector>

namespace medal::imaging {

inline constexpr const char* kSlideSecret = "Mueller^Anna";

inline std::string little(std::uint64_t value, std::size_t bytes) {
    return stored(value, bytes, Endian::little);
}

/// One directory and the pieces of its picture.
struct SlideDirectory {
    struct Value {
        std::uint16_t type;
        std::uint32_t count;
        std::string bytes;
    };
    std::map<std::uint16_t, Value> tags;
    std::vector<std::string> pieces;

    void number(std::uint16_t tag, std::uint32_t value) { tags[tag] = {4, 1, little(value, 4)}; }
    void real(std::uint16_t tag, float value) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &value, 4);
        tags[tag] = {11, 1, little(bits, 4)};
    }
    void text(std::uint16_t tag, const std::string& value, std::uint16_t type = 2) {
        tags[tag] = {type, static_cast<std::uint32_t>(value.size() + 1), value + '\0'};
    }
};

inline picture::Raster slide_raster(std::size_t side, unsigned seed) {
    auto raster = picture::Raster::blank(side, side, 3);
    for (std::size_t i = 0; i < raster.samples.size(); ++i) {
        raster.samples[i] =
            static_cast<std::uint8_t>(seed * 31 + i / 3 % side * 3 + i / (3 * side) * 2 + i % 3 * 40);
    }
    return raster;
}

/// RGB without compression, in tiles of 64.
inline SlideDirectory tiled_level(std::uint32_t side, unsigned seed) {
    constexpr std::uint32_t kTile = 64;
    const auto raster = slide_raster(side, seed);
    SlideDirectory level;
    for (std::uint32_t top = 0; top < side; top += kTile) {
        for (std::uint32_t left = 0; left < side; left += kTile) {
            std::string tile;
            for (std::uint32_t y = 0; y < kTile; ++y) {
                tile.append(reinterpret_cast<const char*>(raster.pixel(left, top + y)), kTile * 3);
            }
            level.pieces.push_back(tile);
        }
    }
    level.number(254, 0);
    level.number(256, side);
    level.number(257, side);
    level.tags[258] = {3, 3, little(8, 2) + little(8, 2) + little(8, 2)};
    level.number(259, 1);
    level.number(262, 2);
    level.number(277, 3);
    level.number(284, 1);
    level.number(322, kTile);
    level.number(323, kTile);
    level.text(315, kSlideSecret);
    level.text(306, "2011:05:23 10:11:12");
    return level;
}

/// One strip; `jpeg` as NDPI has it.
inline SlideDirectory strip_image(std::uint32_t side, unsigned seed, bool jpeg) {
    const auto raster = slide_raster(side, seed);
    SlideDirectory image;
    if (jpeg) {
        const auto bytes = picture::encode(raster, picture::Encoding::jpeg);
        std::string text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
        // A comment behind the first marker, as some scanners leave one.
        const std::string comment = std::string{"\xff\xfe\x00\x0e", 4} + kSlideSecret;
        image.pieces.push_back(text.substr(0, 2) + comment + text.substr(2));
    } else {
        image.pieces.emplace_back(raster.samples.begin(), raster.samples.end());
    }
    image.number(256, side);
    image.number(257, side);
    image.tags[258] = {3, 3, little(8, 2) + little(8, 2) + little(8, 2)};
    image.number(259, jpeg ? 7 : 1);
    image.number(262, jpeg ? 6 : 2);
    image.number(277, 3);
    image.number(278, side);
    return image;
}

/// Classic TIFF, or NDPI with its links of 64 bits.
inline std::string slide_file(const std::vector<SlideDirectory>& directories, bool ndpi = false) {
    const std::size_t link_bytes = ndpi ? 8 : 4;
    std::string file = std::string{"II*\0", 4} + std::string(link_bytes, '\0');
    std::size_t link = 4;
    for (auto directory : directories) {
        std::string offsets;
        std::string sizes;
        for (const auto& piece : directory.pieces) {
            offsets += little(file.size(), 4);
            sizes += little(piece.size(), 4);
            file += piece;
        }
        const bool tiled = directory.tags.contains(322);
        const auto count = static_cast<std::uint32_t>(directory.pieces.size());
        directory.tags[tiled ? 324 : 273] = {4, count, offsets};
        directory.tags[tiled ? 325 : 279] = {4, count, sizes};
        std::string entries = little(directory.tags.size(), 2);
        for (auto& [tag, value] : directory.tags) {
            auto field = value.bytes;
            if (field.size() > 4) {
                field = little(file.size(), 4);
                file += value.bytes + (value.bytes.size() % 2 != 0 ? std::string(1, '\0') : "");
            }
            field.resize(4, '\0');
            entries += little(tag, 2) + little(value.type, 2) + little(value.count, 4) + field;
        }
        if (file.size() % 2 != 0) file += '\0';
        file.replace(link, link_bytes, little(file.size(), link_bytes));
        file += entries;
        link = file.size();
        file += std::string(link_bytes, '\0');
    }
    return file;
}

inline SlideDirectory label_of(const std::string& description) {
    auto label = strip_image(64, 9, false);
    label.text(270, description);
    label.text(315, kSlideSecret);
    label.pieces.front().replace(100, 12, kSlideSecret);
    return label;
}

inline std::string generic_slide() {
    auto small = tiled_level(64, 2);
    small.number(254, 1);
    return slide_file({tiled_level(128, 1), small, label_of(std::string{"Label of "} + kSlideSecret)});
}

inline std::string aperio_slide() {
    auto large = tiled_level(128, 1);
    auto small = tiled_level(64, 2);
    const std::string text =
        "Aperio Image Library v11.2.1 \r\n128x128 [0,0 128x128] (64x64) RAW|AppMag = 20|"
        "Filename = Mueller^Anna|Date = 12/29/09|User = b414|MPP = 0.4990";
    large.text(270, text);
    small.text(270, text);
    return slide_file({large, label_of("Aperio Image Library \r\nthumbnail Mueller^Anna"), small,
                       label_of("Aperio Image Library v11\r\nlabel 64x64"),
                       label_of("Aperio Image Library v11\r\nmacro 64x64")});
}

inline std::string leica_slide() {
    const std::string settings =
        "<scanSettings><objectiveSettings><objective>20</objective></objectiveSettings><illuminationSettings>"
        "<numericalAperture>0.4</numericalAperture><illuminationSource>brightfield</illuminationSource>"
        "</illuminationSettings></scanSettings>";
    const std::string text =
        "<?xml version=\"1.0\"?><scn xmlns=\"http://www.leica-microsystems.com/scn/2010/10/01\" "
        "uuid=\"urn:uuid:Mueller^Anna\"><collection name=\"Mueller^Anna\" uuid=\"1\" sizeX=\"100000\" "
        "sizeY=\"150000\"><barcode>Mueller^Anna</barcode><image name=\"macro Mueller^Anna\" uuid=\"2\">"
        "<creationDate>2011-05-23T10:11:12.88Z</creationDate><device model=\"SCN400;serial Mueller^Anna\" "
        "version=\"1.5\"/><pixels sizeX=\"64\" sizeY=\"64\"><dimension sizeX=\"64\" sizeY=\"64\" r=\"0\" "
        "ifd=\"0\"/></pixels><view sizeX=\"100000\" sizeY=\"150000\" offsetX=\"0\" offsetY=\"0\" "
        "spacingZ=\"0\"/>" +
        settings +
        "</image><image name=\"image_1\" uuid=\"3\"><creationDate>2011-05-23</creationDate>"
        "<pixels sizeX=\"128\" sizeY=\"128\"><dimension sizeX=\"128\" sizeY=\"128\" r=\"0\" ifd=\"1\"/>"
        "<dimension sizeX=\"64\" sizeY=\"64\" r=\"1\" ifd=\"3\"/></pixels><view sizeX=\"64000\" "
        "sizeY=\"64000\" "
        "offsetX=\"1000\" offsetY=\"1000\" spacingZ=\"0\"/>" +
        settings + "</image></collection></scn>";
    auto macro = tiled_level(64, 9);
    macro.text(270, text);
    macro.pieces.front().replace(100, 12, kSlideSecret);
    return slide_file({macro, tiled_level(128, 1), label_of("not named by the text"), tiled_level(64, 2)});
}

inline std::string philips_slide() {
    const auto level = [](const char* number, const char* spacing) {
        return std::string{
                   "<DataObject ObjectType=\"PixelDataRepresentation\"><Attribute "
                   "Name=\"DICOM_PIXEL_SPACING\" Group=\"0x0028\" Element=\"0x0030\" "
                   "PMSVR=\"IDoubleArray\">&quot;"} +
               spacing + "&quot; &quot;" + spacing +
               "&quot;</Attribute><Attribute Name=\"PIIM_PIXEL_DATA_REPRESENTATION_NUMBER\" Group=\"0x1001\" "
               "Element=\"0x8B02\" PMSVR=\"IUInt16\">" +
               number + "</Attribute></DataObject>";
    };
    const std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?><DataObject ObjectType=\"DPUfsImport\"><Attribute "
        "Name=\"PIM_DP_UFS_BARCODE\" Group=\"0x301D\" Element=\"0x1002\" PMSVR=\"IString\">Mueller^Anna"
        "</Attribute><Attribute Name=\"PIM_DP_SCANNED_IMAGES\" Group=\"0x301D\" Element=\"0x1003\" "
        "PMSVR=\"IDataObjectArray\"><Array><DataObject ObjectType=\"DPScannedImage\"><Attribute "
        "Name=\"PIM_DP_IMAGE_TYPE\" Group=\"0x301D\" Element=\"0x1004\" "
        "PMSVR=\"IString\">LABELIMAGE</Attribute>"
        "<Attribute Name=\"PIM_DP_IMAGE_DATA\" Group=\"0x301D\" Element=\"0x1005\" PMSVR=\"IString\">"
        "Mueller^Anna</Attribute></DataObject><DataObject ObjectType=\"DPScannedImage\"><Attribute "
        "Name=\"PIM_DP_IMAGE_TYPE\" Group=\"0x301D\" Element=\"0x1004\" PMSVR=\"IString\">WSI</Attribute>"
        "<Attribute Name=\"DICOM_ACQUISITION_DATETIME\" Group=\"0x0008\" Element=\"0x002A\" "
        "PMSVR=\"IString\">"
        "20110523101112</Attribute><Attribute Name=\"PIIM_PIXEL_DATA_REPRESENTATION_SEQUENCE\" "
        "Group=\"0x1001\" "
        "Element=\"0x8B01\" PMSVR=\"IDataObjectArray\"><Array>" +
        level("0", "0.000227273") + level("1", "0.000454545") +
        "</Array></Attribute></DataObject></Array></Attribute></DataObject>";
    auto large = tiled_level(128, 1);
    large.text(270, text);
    large.text(305, "Philips DP v1.0 Mueller^Anna");
    auto small = tiled_level(64, 2);
    small.number(254, 1);
    return slide_file({large, small, label_of("Macro Mueller^Anna"), label_of("Label")});
}

inline std::string trestle_slide() {
    auto large = tiled_level(128, 1);
    large.text(305, "MedScan 3.0 Mueller^Anna");
    large.text(270,
               "Background Color=FFFFFF;White Balance=FF0000;Objective Power=20;JPEG Quality=70;"
               "Image Description=Mueller^Anna;Pixel=0;OverlapsXY= 0 0 0 0");
    return slide_file({large, tiled_level(64, 2)});
}

inline std::string ventana_slide() {
    const std::string scan =
        "<?xml version=\"1.0\"?><Metadata><iScan Magnification=\"20\" ScanRes=\"0.465000\" "
        "UnitNumber=\"BI10N0294\" UserName=\"Mueller^Anna\" BuildDate=\"Sep 28 2011\" "
        "Z-layers=\"1\" LabelBoundary=\"0\"><AOI0 AOIScanned=\"1\"/></iScan></Metadata>";
    const std::string encode =
        "<?xml version=\"1.0\"?><EncodeInfo Ver=\"2\" Operator=\"Mueller^Anna\"><SlideInfo>"
        "<ServerDirectory>C:\\Mueller^Anna</ServerDirectory><AoiInfo XIMAGESIZE=\"128\" YIMAGESIZE=\"128\" "
        "NumRows=\"2\" NumCols=\"2\" Pos-X=\"0\" Pos-Y=\"0\"/></SlideInfo><SlideStitchInfo><ImageInfo "
        "AOIScanned=\"1\" AOIIndex=\"0\" NumRows=\"2\" NumCols=\"2\" Width=\"64\" Height=\"64\" Pos-X=\"0\" "
        "Pos-Y=\"0\"><TileJointInfo FlagJoined=\"1\" Confidence=\"98\" Direction=\"RIGHT\" Tile1=\"1\" "
        "Tile2=\"2\" "
        "OverlapX=\"0\" OverlapY=\"0\"/><TileJointInfo FlagJoined=\"1\" Confidence=\"98\" Direction=\"UP\" "
        "Tile1=\"1\" Tile2=\"4\" OverlapX=\"0\" "
        "OverlapY=\"0\"/></ImageInfo></SlideStitchInfo><AoiOrigin><AOI0 "
        "OriginX=\"0\" OriginY=\"0\"/></AoiOrigin></EncodeInfo>";
    auto label = tiled_level(64, 9);
    label.text(270, "Label_Image");
    label.text(700, scan, 1);
    label.pieces.front().replace(100, 12, kSlideSecret);
    auto large = tiled_level(128, 1);
    large.text(270, "level=0 mag=20 quality=90 user=Mueller^Anna");
    large.text(700, encode, 1);
    auto small = tiled_level(64, 2);
    small.text(270, "level=1 mag=10 quality=90");
    return slide_file({label, label_of("Thumbnail"), large, small});
}

inline std::string ndpi_slide() {
    const auto level = [](std::uint32_t side, unsigned seed, float lens) {
        auto image = strip_image(side, seed, true);
        image.text(271, "Hamamatsu");
        image.text(306, "2011/05/23 10:11:12");
        image.number(65420, 1);
        image.real(65421, lens);
        for (const auto place : std::vector<std::uint16_t>{65422, 65423, 65424}) {
            image.tags[place] = {9, 1, little(0, 4)};
        }
        image.text(65427, std::string{"Slide of "} + kSlideSecret);
        image.text(65442, "serial 0815 Mueller^Anna");
        image.text(65449, "Created=2011/05/23\r\nNDP.S/N=Mueller^Anna\r\n");
        return image;
    };
    return slide_file({level(256, 1, 20), level(128, 2, 5), level(64, 9, -1), level(64, 8, -2)}, true);
}

}  // namespace medal::imaging
