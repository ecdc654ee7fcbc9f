// A Hamamatsu VMS slide for tests: JPEG files with restart markers.
#pragma once

#include "imaging/testing_slide_sets.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <jpeglib.h>

namespace medal::imaging {

inline std::string restart_jpeg(std::uint32_t width, std::uint32_t height, unsigned seed) {
    const auto raster = soft_raster(width, height, seed);
    jpeg_compress_struct out{};
    jpeg_error_mgr errors{};
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&out, &memory, &size);
    out.image_width = width;
    out.image_height = height;
    out.input_components = 3;
    out.in_color_space = JCS_RGB;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, 95, TRUE);
    for (int c = 0; c < 3; ++c) out.comp_info[c].h_samp_factor = out.comp_info[c].v_samp_factor = 1;
    out.restart_interval = width / 16;
    jpeg_start_compress(&out, TRUE);
    jpeg_write_marker(&out, JPEG_COM, reinterpret_cast<const JOCTET*>(kSetSecret),
                      static_cast<unsigned>(std::strlen(kSetSecret)));
    while (out.next_scanline < height) {
        auto* row = const_cast<JSAMPLE*>(raster.pixel(0, out.next_scanline));
        jpeg_write_scanlines(&out, &row, 1);
    }
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    std::string bytes{reinterpret_cast<const char*>(memory), size};
    std::free(memory);
    return bytes;
}

/// Two images beside each other, and another focal plane.
inline SlideFiles vms_slide() {
    const std::string secret{kSetSecret};
    return {{secret + ".vms",
             "[Virtual Microscope Specimen]\r\nNoLayers=2\r\nNoJpegColumns=2\r\nNoJpegRows=1\r\n"
             "ImageFile=" +
                 secret + "_00.jpg\r\nImageFile(1,0)=" + secret + "_10.jpg\r\nImageFile(1,0,0)=" + secret +
                 "_deep.jpg\r\nMapFile=" + secret + "_map.jpg\r\nOptimisationFile=" + secret +
                 ".opt\r\nMacroImage=" + secret +
                 "_macro.jpg\r\nPhysicalWidth=256000\r\nPhysicalHeight=128000\r\nSourceLens=20\r\n"
                 "Reference=" +
                 secret + "\r\n"},
            {secret + "_00.jpg", restart_jpeg(256, 256, 1)},
            {secret + "_10.jpg", restart_jpeg(256, 256, 2)},
            {secret + "_deep.jpg", restart_jpeg(256, 256, 3)},
            {secret + "_map.jpg", restart_jpeg(32, 16, 4)},
            {secret + ".opt", std::string(2000, '\xff') + secret},
            {secret + "_macro.jpg", soft_jpeg(40, 80, 3)}};
}

}  // namespace medal::imaging
