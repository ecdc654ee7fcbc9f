#include "imaging/picture/render.h"

#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::picture {
namespace {

constexpr std::uint64_t kMostTiles = 100;
constexpr std::size_t kTile_px = 192;

Raster sheet_of(const dicom::DataSet& data, const RenderRequest& request) {
    const auto shape = dicom::shape_of(data);
    const auto frames = shape ? shape->frames : 0;
    const auto tiles = std::min(frames, kMostTiles);
    std::vector<Raster> rasters;
    for (std::uint64_t i = 0; i < tiles; ++i) {
        const auto frame = display_frame(data, i * frames / tiles, request.window);
        rasters.push_back(fitted(frame, request.longest_px != 0 ? request.longest_px : kTile_px));
    }
    return contact_sheet(rasters);
}

Raster picture_of(Bytes file, const RenderRequest& request) {
    if (detect_kind(file) != FileKind::dicom)
        return fitted(load_any(file, request.frame), request.longest_px);
    const auto scan = dicom::scan_file(file);
    if (!scan.data) {
        throw base::Error{base::ErrorKind::invalid, "imaging.refused", scan.findings.back().message};
    }
    return request.contact_sheet
               ? sheet_of(*scan.data, request)
               : fitted(display_frame(*scan.data, request.frame, request.window), request.longest_px);
}

Raster enlarged(const Raster& raster, std::uint64_t times) {
    if (times <= 1) return raster;
    auto large = Raster::blank(raster.width * times, raster.height * times, raster.channels);
    const int type = raster.channels == 3 ? CV_8UC3 : CV_8UC1;
    const cv::Mat from(static_cast<int>(raster.height), static_cast<int>(raster.width), type,
                       const_cast<std::uint8_t*>(raster.samples.data()));
    cv::Mat to(static_cast<int>(large.height), static_cast<int>(large.width), type, large.samples.data());
    cv::resize(from, to, to.size(), 0, 0, cv::INTER_CUBIC);
    return large;
}

}  // namespace

void render_file(const RenderRequest& request) {
    const MappedFile file{request.path};
    deid::write_file(request.output,
                     encode_png(enlarged(picture_of(file.bytes(), request), request.enlarge)));
}

}  // namespace medal::imaging::picture
