#include "imaging/burned_in/slide_scan.h"

#include "imaging/burned_in/slide_levels.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/tile_matrix.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/redact/redact.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::burned_in {
namespace {

/// A line of text that begins in a place may end this far from it.
constexpr std::int64_t kAround_px = 160;
constexpr std::size_t kMostParts = 40;

SlidePart around(const redact::Region& place, const SlidePicture& picture) {
    const auto lower = [](std::uint64_t at, double factor, std::int64_t most) {
        const auto value = std::floor(static_cast<double>(at) / factor) - static_cast<double>(kAround_px);
        return static_cast<std::int64_t>(std::clamp(value, 0.0, static_cast<double>(most)));
    };
    const auto upper = [](std::uint64_t begin, std::uint64_t length, double factor, std::int64_t most) {
        const auto end = static_cast<double>(begin) + static_cast<double>(length);
        const auto value = std::ceil(end / factor) + static_cast<double>(kAround_px);
        return static_cast<std::int64_t>(std::clamp(value, 0.0, static_cast<double>(most)));
    };
    return {lower(place.x, picture.across, picture.columns), lower(place.y, picture.down, picture.rows),
            upper(place.x, place.width, picture.across, picture.columns),
            upper(place.y, place.height, picture.down, picture.rows)};
}

/// Evenly, where there are more than can be searched.
std::vector<SlidePart> some_of(const std::vector<SlidePart>& parts) {
    if (parts.size() <= kMostParts) return parts;
    std::vector<SlidePart> some;
    for (std::size_t i = 0; i < kMostParts; ++i) some.push_back(parts[i * parts.size() / kMostParts]);
    return some;
}

std::vector<TextRegion> scan_places(const SlidePicture& picture, std::span<const redact::Region> places,
                                    const deid::Identifiers& identifiers, TextScanner& scanner) {
    std::vector<SlidePart> parts;
    for (const auto& place : places) cut(around(place, picture), parts);
    std::vector<TextRegion> told;
    for (const auto& part : some_of(parts)) tell(told, scan_part(picture, part, identifiers, scanner));
    return told;
}

std::vector<TextRegion> scan_tiff_slide(const redact::Request& request, TextScanner& scanner) {
    std::vector<TextRegion> told;
    for (const auto& picture : pictures_of_slide(request.path)) {
        tell(told, scan_places(picture, request.regions, {}, scanner));
    }
    return told;
}

}  // namespace

std::vector<TextRegion> scan_slide_places(const dicom::DataSet& data, std::span<const redact::Region> places,
                                          const redact::SlideSize& slide, TextScanner& scanner) {
    const auto matrix = dicom::tile_matrix_of(data);
    if (!matrix || slide.columns == 0 || slide.rows == 0) {
        redact::fail_unsupported("This file does not say where its frames lie on the slide.");
    }
    deid::Identifiers identifiers;
    identifiers.collect(data);
    return scan_places(picture_of_slide(data, *matrix, slide), places, identifiers, scanner);
}

std::vector<TextRegion> scan_slide_file(const redact::Request& request, TextScanner& scanner) {
    const MappedFile file{request.path};
    if (detect_kind(file.bytes()) == FileKind::slide) return scan_tiff_slide(request, scanner);
    const auto scan = dicom::scan_file(file.bytes());
    if (!scan.data) throw_refused(scan.findings);
    return scan_slide_places(*scan.data, request.regions, request.slide.value_or(redact::SlideSize{}),
                             scanner);
}

}  // namespace medal::imaging::burned_in
