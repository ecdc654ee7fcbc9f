// Small slides of formats that are not TIFF, as their scanners write them, with identifiers in every place
// that holds text; for tests, which have OpenSlide read them before and after.
#pragma once

#include "imaging/picture/encode.h"
#include "imaging/testing_slides.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace medal::imaging {

inline constexpr const char* kSetSecret = "Mueller-Anna-77344";

/// Names and bytes of files of one slide, '/' between a folder and a name.
using SlideFiles = std::map<std::string, std::string>;

inline void write_files(const SlideFiles& files, const std::filesystem::path& folder) {
    for (const auto& [name, bytes] : files) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream{folder / name, std::ios::binary} << bytes;
    }
}

/// A soft pattern, which JPEG keeps.
inline picture::Raster soft_raster(std::size_t width, std::size_t height, unsigned seed,
                                   std::size_t channels = 3) {
    auto raster = picture::Raster::blank(width, height, channels);
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            for (std::size_t c = 0; c < channels; ++c) {
                raster.pixel(x, y)[c] =
                    static_cast<std::uint8_t>(60 + seed * 7 % 60 + (x + y * 2) / 8 + c * 30);
            }
        }
    }
    return raster;
}

inline std::string as_text(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// With the secret in a comment.
inline std::string soft_jpeg(std::size_t width, std::size_t height, unsigned seed, std::size_t channels = 3) {
    const auto jpeg =
        as_text(picture::encode(soft_raster(width, height, seed, channels), picture::Encoding::jpeg, 95));
    const std::string secret{kSetSecret};
    std::string comment{"\xff\xfe\0", 3};
    comment += static_cast<char>(secret.size() + 2);
    return jpeg.substr(0, 2) + comment + secret + jpeg.substr(2);
}

/// MIRAX: 4 x 4 photographs of 128 pixels, of which the last is not there, and one smaller level.
class TestMirax {
  public:
    static constexpr std::uint32_t kSide = 4, kPicture_px = 128;
    std::string id = "0123456789ABCDEF0123456789ABCDEF";
    std::string slidedat;
    std::string index;
    std::string data0;
    std::string data1;

    TestMirax() {
        data0 = "01.02" + id + kSetSecret;
        data1 = data0;
        const std::vector<std::string> levels{level_page(1), level_page(2)};
        const auto label = place(data1, soft_jpeg(64, 32, 99));
        std::string positions;
        for (std::uint32_t i = 0; i < kSide * kSide; ++i) {
            positions += '\0' + little(i % kSide * kPicture_px, 4) + little(i / kSide * kPicture_px, 4);
        }
        const auto position = place(data1, positions);
        index = "01.02" + id;
        const auto roots = index.size();
        index += std::string(8, '\0');
        const auto hier = table(levels);
        const auto others = table({record(label, 64), record(position, positions.size())});
        index.replace(roots, 4, little(hier, 4));
        index.replace(roots + 4, 4, little(others, 4));
        index += kSetSecret;
        slidedat = list();
    }

    /// Below `name`.mrxs and the folder `name`.
    SlideFiles files(const std::string& name = std::string{kSetSecret}) const {
        return {{name + ".mrxs", soft_jpeg(48, 48, 7)},
                {name + "/Slidedat.ini", slidedat},
                {name + "/Index.dat", index},
                {name + "/Data0000.dat", data0},
                {name + "/Data0001.dat", data1}};
    }

  private:
    static std::uint64_t place(std::string& file, const std::string& bytes) {
        const auto at = file.size();
        file += bytes;
        return at;
    }

    std::string level_page(std::uint32_t concat) {
        std::string entries;
        std::uint32_t count = 0;
        for (std::uint32_t y = 0; y < kSide; y += concat) {
            for (std::uint32_t x = 0; x < kSide; x += concat) {
                if (concat == 1 && x == kSide - 1 && y == kSide - 1) continue;
                const auto picture = soft_jpeg(kPicture_px, kPicture_px, y * 4 + x + concat);
                const auto at = place(data0, picture);
                entries +=
                    little(y * kSide + x, 4) + little(at, 4) + little(picture.size(), 4) + little(0, 4);
                ++count;
            }
        }
        return little(count, 4) + little(0, 4) + entries;
    }

    static std::string record(std::uint64_t at, std::uint64_t size) {
        return little(1, 4) + std::string(12, '\0') + little(at, 4) + little(size, 4) + little(1, 4);
    }

    /// Pointers to pages; returns where they stand.
    std::size_t table(const std::vector<std::string>& pages) {
        std::string pointers;
        for (const auto& page : pages) {
            const auto at = place(index, page);
            pointers += little(place(index, std::string(4, '\0') + little(at, 4)), 4);
        }
        return place(index, pointers);
    }

    std::string list() const {
        const auto level = [](int number) {
            return "[LAYER_0_LEVEL_" + std::to_string(number) +
                   "_SECTION]\r\nOVERLAP_X=0\r\nOVERLAP_Y=0\r\nMICROMETER_PER_PIXEL_X=0.25\r\n"
                   "MICROMETER_PER_PIXEL_Y=0.25\r\nIMAGE_FORMAT=JPEG\r\nIMAGE_FILL_COLOR_BGR=15132390\r\n"
                   "DIGITIZER_WIDTH=128\r\nDIGITIZER_HEIGHT=128\r\nIMAGE_CONCAT_FACTOR=" +
                   std::to_string(number) + "\r\n";
        };
        return "\xef\xbb\xbf[GENERAL]\r\nSLIDE_VERSION=01.02\r\nSLIDE_ID=" + id +
               "\r\nSLIDE_NAME=" + kSetSecret +
               "\r\nPROJECT_NAME=\r\nIMAGENUMBER_X=4\r\nIMAGENUMBER_Y=4\r\nOBJECTIVE_MAGNIFICATION=20\r\n"
               "SLIDE_CREATIONDATETIME=23/05/2011 10:11:12\r\n"
               "[HIERARCHICAL]\r\nINDEXFILE=Index.dat\r\nHIER_COUNT=1\r\nHIER_0_NAME=Slide zoom level\r\n"
               "HIER_0_COUNT=2\r\nHIER_0_VAL_0=ZoomLevel_0\r\nHIER_0_VAL_0_SECTION=LAYER_0_LEVEL_0_"
               "SECTION\r\n"
               "HIER_0_VAL_1=ZoomLevel_1\r\nHIER_0_VAL_1_SECTION=LAYER_0_LEVEL_1_SECTION\r\n"
               "NONHIER_COUNT=2\r\nNONHIER_0_NAME=Scan data layer\r\nNONHIER_0_COUNT=1\r\n"
               "NONHIER_0_VAL_0=ScanDataLayer_SlideBarcode\r\nNONHIER_0_VAL_0_SECTION=BARCODE_SECTION\r\n"
               "NONHIER_1_NAME=VIMSLIDE_POSITION_BUFFER\r\nNONHIER_1_COUNT=1\r\n"
               "NONHIER_1_VAL_0=default\r\nNONHIER_1_VAL_0_SECTION=POSITION_SECTION\r\n"
               "[BARCODE_SECTION]\r\nBARCODE_IMAGE_TYPE=JPEG\r\nBARCODE_VALUE=" +
               kSetSecret +
               "\r\n[DATAFILE]\r\nFILE_COUNT=2\r\nFILE_0=Data0000.dat\r\nFILE_1=Data0001.dat\r\n" + level(0) +
               level(1);
    }
};

/// Hamamatsu VMU: columns of 64 pixels of three times 12 bits.
inline std::string ngr_image(const picture::Raster& raster) {
    constexpr std::uint32_t kColumn = 64;
    const auto side = static_cast<std::uint32_t>(raster.width);
    std::string file = std::string{"GN\0\0", 4} + little(side, 4) + little(side, 4) + little(kColumn, 4) +
                       little(0, 8) + little(64, 4);
    file += kSetSecret;
    file.resize(64, '\0');
    for (std::uint32_t left = 0; left < side; left += kColumn) {
        for (std::uint32_t y = 0; y < side; ++y) {
            for (std::uint32_t x = left; x < left + kColumn; ++x) {
                for (int c = 0; c < 3; ++c) file += little(raster.pixel(x, y)[c] * 16U, 2);
            }
        }
    }
    return file;
}

/// Its map is four times smaller.
inline SlideFiles vmu_slide(const picture::Raster& picture, const picture::Raster& map) {
    const std::string secret{kSetSecret};
    return {
        {secret + ".vmu", "[Uncompressed Virtual Microscope Specimen]\r\nNoLayers=1\r\nImageFile=" + secret +
                              "_p.ngr\r\nMapFile=" + secret + "_map.ngr\r\nMacroImage=" + secret +
                              "_macro.jpg\r\nBitsPerPixel=36\r\nPixelOrder=RGB\r\nPhysicalWidth=128000\r\n"
                              "PhysicalHeight=128000\r\nSourceLens=20\r\nReference=" +
                              secret + "\r\n"},
        {secret + "_p.ngr", ngr_image(picture)},
        {secret + "_map.ngr", ngr_image(map)},
        {secret + "_macro.jpg", soft_jpeg(40, 80, 3)}};
}

inline SlideFiles vmu_slide() {
    return vmu_slide(soft_raster(256, 256, 1), soft_raster(64, 64, 1));
}

}  // namespace medal::imaging
