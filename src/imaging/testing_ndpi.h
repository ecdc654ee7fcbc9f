// Slides of Hamamatsu whose levels are JPEG with restart markers, as scanners write them; for tests.
#pragma once

#include "imaging/testing_slides.h"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <jpeglib.h>

namespace medal::imaging {

struct TestStrip {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    /// Between restart markers; 0 for none.
    unsigned restart_units = 0;
    /// Colours have half of the columns. (Half of the rows is what OpenSlide cannot read part by part.)
    bool is_halved = true;
    std::function<std::uint8_t(std::uint32_t x, std::uint32_t y, int light)> sample;
    bool is_progressive = false;
};

inline std::string ndpi_jpeg(const TestStrip& strip) {
    jpeg_compress_struct out{};
    jpeg_error_mgr errors{};
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&out, &bytes, &size);
    out.image_width = strip.width;
    out.image_height = strip.height;
    out.input_components = 3;
    out.in_color_space = JCS_RGB;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, 85, TRUE);
    out.comp_info[0].h_samp_factor = strip.is_halved ? 2 : 1;
    out.comp_info[0].v_samp_factor = 1;
    out.restart_interval = strip.restart_units;
    if (strip.is_progressive) jpeg_simple_progression(&out);
    jpeg_start_compress(&out, TRUE);
    std::vector<unsigned char> row(std::size_t{strip.width} * 3);
    for (std::uint32_t y = 0; y < strip.height; ++y) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = strip.sample(static_cast<std::uint32_t>(i / 3), y, static_cast<int>(i % 3));
        }
        auto* line = row.data();
        jpeg_write_scanlines(&out, &line, 1);
    }
    jpeg_finish_compress(&out);
    std::string text{reinterpret_cast<const char*>(bytes), size};
    jpeg_destroy_compress(&out);
    std::free(bytes);
    return text;
}

/// Where each part begins, as Hamamatsu lists it.
inline std::vector<std::uint32_t> ndpi_starts(const std::string& jpeg) {
    std::vector<std::uint32_t> starts;
    for (std::size_t at = 2; at + 4 < jpeg.size();) {
        const auto high = static_cast<unsigned char>(jpeg[at + 2]),
                   low = static_cast<unsigned char>(jpeg[at + 3]);
        const bool is_scan = jpeg[at + 1] == '\xda';
        at += 2 + high * 256U + low;
        if (!is_scan) continue;
        starts.push_back(static_cast<std::uint32_t>(at));
        break;
    }
    for (std::size_t at = starts.at(0); at + 1 < jpeg.size(); ++at) {
        const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
        if (jpeg[at] == '\xff' && marker >= 0xD0 && marker <= 0xD7)
            starts.push_back(static_cast<std::uint32_t>(at + 2));
    }
    return starts;
}

enum class PartList { listed, left_out };

inline SlideDirectory ndpi_level(const TestStrip& strip, float lens, PartList list = PartList::listed) {
    SlideDirectory level;
    level.pieces.push_back(ndpi_jpeg(strip));
    level.number(256, strip.width);
    level.number(257, strip.height);
    level.tags[258] = {3, 3, little(8, 2) + little(8, 2) + little(8, 2)};
    level.number(259, 7);
    level.number(262, 6);
    level.text(271, "Hamamatsu");
    level.number(277, 3);
    level.number(278, strip.height);
    level.number(65420, 1);
    level.real(65421, lens);
    for (const auto place : std::vector<std::uint16_t>{65422, 65423, 65424})
        level.tags[place] = {9, 1, little(0, 4)};
    if (list == PartList::listed && strip.restart_units > 0) {
        const auto starts = ndpi_starts(level.pieces.front());
        std::string values;
        for (const auto start : starts) values += little(start, 4);
        level.tags[65426] = {4, static_cast<std::uint32_t>(starts.size()), values};
    }
    return level;
}

}  // namespace medal::imaging
