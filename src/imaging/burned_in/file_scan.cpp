#include "imaging/burned_in/file_scan.h"

#include "base/error.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"
#include "imaging/picture/load.h"
#include "imaging/prescan.h"

#include <algorithm>
#include <set>

namespace medal::imaging::burned_in {
namespace {

/// The whole range of stored values, so that no window hides text; colour as it is.
picture::Raster full_range(const dicom::DataSet& data, std::uint64_t number) {
    const auto frame = dicom::decode_frame(data, number);
    if (frame.samples >= 3 || frame.photometric == "PALETTE COLOR") {
        return picture::display_frame(data, number, std::nullopt);
    }
    std::int64_t low = frame.value(0);
    std::int64_t high = low;
    for (std::size_t i = 0; i < frame.columns * frame.rows; ++i) {
        low = std::min(low, frame.value(i));
        high = std::max(high, frame.value(i));
    }
    auto raster = picture::Raster::blank(frame.columns, frame.rows, 1);
    const double scale = high > low ? 255.0 / static_cast<double>(high - low) : 0;
    for (std::size_t i = 0; i < raster.samples.size(); ++i) {
        raster.samples[i] = static_cast<std::uint8_t>(static_cast<double>(frame.value(i) - low) * scale);
    }
    return raster;
}

std::vector<TextRegion> scan_dicom(Bytes bytes, TextScanner& scanner) {
    const auto scan = dicom::scan_file(bytes);
    if (!scan.data) return {};
    deid::Identifiers identifiers;
    identifiers.collect(*scan.data);
    return scan_data_set(*scan.data, identifiers, scanner);
}

}  // namespace

std::vector<TextRegion> scan_data_set(const dicom::DataSet& data, const deid::Identifiers& identifiers,
                                      TextScanner& scanner) {
    const auto shape = dicom::shape_of(data);
    if (!shape || shape->frames == 0) return {};
    std::vector<TextRegion> regions;
    // Text stays while the picture moves: the first, a middle and the last frame show what there is.
    for (const auto frame : std::set<std::uint64_t>{0, shape->frames / 2, shape->frames - 1}) {
        const auto found = scanner.scan(full_range(data, frame), frame, identifiers);
        regions.insert(regions.end(), found.begin(), found.end());
    }
    return regions;
}

std::vector<TextRegion> scan_file(const std::filesystem::path& path, TextScanner& scanner) {
    const MappedFile file{path};
    const auto scan = prescan(file.bytes());
    if (refuses(scan.findings)) {
        throw base::Error{base::ErrorKind::invalid, "imaging.refused", scan.findings.back().message};
    }
    switch (scan.kind) {
        case FileKind::dicom:
            return scan_dicom(file.bytes(), scanner);
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp:
            return scanner.scan(picture::load_raster(file.bytes()), 0, {});
        default:
            throw base::Error{base::ErrorKind::unsupported, "imaging.kind",
                              "Text is searched in DICOM, PNG, JPEG, TIFF and WebP images."};
    }
}

}  // namespace medal::imaging::burned_in
