// JPEG files as slide scanners write them, with what picture::encode has no choice of: restart markers and
// the columns of the colours. For tests.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <jpeglib.h>
#include <string>
#include <vector>

namespace medal::imaging {

struct TestJpeg {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    /// Units (of 8 by 8 or 16 by 8 pixels) between restart markers; 0 for none.
    unsigned restart_units = 0;
    /// Colours have half of the columns. (Half of the rows is what OpenSlide cannot read part by part.)
    bool is_halved = true;
    /// Red, green or blue (0, 1, 2) of a pixel.
    std::function<std::uint8_t(std::uint32_t x, std::uint32_t y, int light)> sample;
    bool is_progressive = false;
    int quality = 85;
    /// Behind the head; empty for none.
    std::string comment = {};
};

inline std::string written_jpeg(const TestJpeg& how) {
    jpeg_compress_struct out{};
    jpeg_error_mgr errors{};
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&out, &memory, &size);
    out.image_width = how.width;
    out.image_height = how.height;
    out.input_components = 3;
    out.in_color_space = JCS_RGB;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, how.quality, TRUE);
    out.comp_info[0].h_samp_factor = how.is_halved ? 2 : 1;
    out.comp_info[0].v_samp_factor = 1;
    out.restart_interval = how.restart_units;
    if (how.is_progressive) jpeg_simple_progression(&out);
    jpeg_start_compress(&out, TRUE);
    if (!how.comment.empty()) {
        jpeg_write_marker(&out, JPEG_COM, reinterpret_cast<const JOCTET*>(how.comment.data()),
                          static_cast<unsigned>(how.comment.size()));
    }
    std::vector<unsigned char> row(std::size_t{how.width} * 3);
    for (std::uint32_t y = 0; y < how.height; ++y) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = how.sample(static_cast<std::uint32_t>(i / 3), y, static_cast<int>(i % 3));
        }
        auto* line = row.data();
        jpeg_write_scanlines(&out, &line, 1);
    }
    jpeg_finish_compress(&out);
    std::string bytes{reinterpret_cast<const char*>(memory), size};
    jpeg_destroy_compress(&out);
    std::free(memory);
    return bytes;
}

}  // namespace medal::imaging
