// A Hamamatsu VMS slide for tests: JPEG files with restart markers.
#pragma once

#include "imaging/testing_jpeg.h"
#include "imaging/testing_slide_sets.h"

namespace medal::imaging {

/// A row of units is one part: Hamamatsu's files have a marker behind each.
inline std::string restart_jpeg(std::uint32_t width, std::uint32_t height, unsigned seed) {
    const auto raster = soft_raster(width, height, seed);
    TestJpeg jpeg{width, height, width / 16, false,
                  [&](std::uint32_t x, std::uint32_t y, int light) { return raster.pixel(x, y)[light]; }};
    jpeg.quality = 95;
    jpeg.comment = kSetSecret;
    return written_jpeg(jpeg);
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
