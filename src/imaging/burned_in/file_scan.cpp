#include "imaging/burned_in/file_scan.h"

#include "base/error.h"
#include "imaging/burned_in/film_scan.h"
#include "imaging/burned_in/stroke_watch.h"
#include "imaging/burned_in/whole_slide_scan.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/tile_matrix.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"
#include "imaging/picture/float_pixels.h"
#include "imaging/picture/load.h"
#include "imaging/prescan.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <vector>

namespace medal::imaging::burned_in {
namespace {

/// Frames of a clip that are looked at for new strokes, and those of them that are then read.
constexpr std::uint64_t kMostWatched = 300, kMostWatched_bytes = 128ULL << 20;
constexpr std::size_t kMostSearched = 12;

/// The whole range of stored values, so that no window hides text; colour as it is.
picture::Raster full_range(const dicom::DataSet& data, std::uint64_t number) {
    if (auto drawn = picture::display_float_range(data, number)) return std::move(*drawn);
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

/// Slices of a volume are exported with the same text or with none.
bool is_volume(const dicom::DataSet& data) {
    constexpr std::array<std::string_view, 4> kVolumes{"CT", "MR", "PT", "NM"};
    const auto modality = data.text(dicom::tags::kModality);
    return std::find(kVolumes.begin(), kVolumes.end(), modality) != kVolumes.end();
}

/// `count` of `frames`, evenly, the first and the last among them.
std::vector<std::uint64_t> spread(const std::vector<std::uint64_t>& frames, std::size_t count) {
    if (frames.size() <= count) return frames;
    std::vector<std::uint64_t> some;
    for (std::size_t i = 0; i < count; ++i) some.push_back(frames[i * (frames.size() - 1) / (count - 1)]);
    return some;
}

/// Frames of a clip that show strokes where no frame before them does.
std::vector<std::uint64_t> frames_with_new_strokes(const dicom::DataSet& data,
                                                   const dicom::ImageShape& shape) {
    const auto bytes = std::max<std::uint64_t>(1, shape.frame_pixels() * shape.samples);
    const auto most = std::clamp<std::uint64_t>(kMostWatched_bytes / bytes, 3, kMostWatched);
    std::vector<std::uint64_t> all(shape.frames);
    std::iota(all.begin(), all.end(), std::uint64_t{0});
    StrokeWatch watch;
    std::vector<std::uint64_t> changed;
    for (const auto frame : spread(all, most)) {
        if (watch.shows_new(full_range(data, frame))) changed.push_back(frame);
    }
    return changed;
}

/// Text stays while the picture moves, so the first, a middle and the last frame show most of what there is.
std::set<std::uint64_t> frames_to_search(const dicom::DataSet& data, const dicom::ImageShape& shape) {
    std::set<std::uint64_t> frames{0, shape.frames / 2, shape.frames - 1};
    if (shape.frames <= frames.size() || is_volume(data)) return frames;
    const auto changed = spread(frames_with_new_strokes(data, shape), kMostSearched);
    frames.insert(changed.begin(), changed.end());
    return frames;
}

/// One stream over all fragments, whatever the frames.
std::vector<TextRegion> scan_dicom_film(const dicom::DataSet& data, const deid::Identifiers& identifiers,
                                        TextScanner& scanner) {
    const auto frames = dicom::frame_fragments(data, 1);
    if (frames.empty()) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The film in this file is damaged."};
    }
    std::vector<std::byte> storage;
    return scan_film(frames.front().joined(storage), identifiers, scanner);
}

std::vector<TextRegion> scan_slide(std::vector<SlidePicture> pictures, const deid::Identifiers& identifiers,
                                   TextScanner& scanner) {
    auto text = scan_whole_slide(std::move(pictures), identifiers, scanner);
    if (!text) {
        throw base::Error{base::ErrorKind::too_large, "imaging.too_large",
                          "The slide has no picture that is small enough to be searched for text."};
    }
    return std::move(text->regions);
}

std::vector<TextRegion> scan_dicom(Bytes bytes, TextScanner& scanner) {
    const auto scan = dicom::scan_file(bytes);
    if (!scan.data) return {};
    deid::Identifiers identifiers;
    identifiers.collect(*scan.data);
    if (const auto matrix = dicom::tile_matrix_of(*scan.data)) {
        const redact::SlideSize itself{static_cast<std::uint64_t>(matrix->columns),
                                       static_cast<std::uint64_t>(matrix->rows)};
        return scan_slide({picture_of_slide(*scan.data, *matrix, itself)}, identifiers, scanner);
    }
    return scan_data_set(*scan.data, identifiers, scanner);
}

}  // namespace

bool is_film(const dicom::DataSet& data) {
    const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
    return syntax != nullptr && syntax->codec == dicom::Codec::mpeg;
}

std::vector<TextRegion> scan_data_set(const dicom::DataSet& data, const deid::Identifiers& identifiers,
                                      TextScanner& scanner) {
    const auto shape = dicom::shape_of(data);
    if (!shape || shape->frames == 0) return {};
    if (is_film(data)) return scan_dicom_film(data, identifiers, scanner);
    std::vector<TextRegion> regions;
    for (const auto frame : frames_to_search(data, *shape)) {
        const auto found = scanner.scan(full_range(data, frame), frame, identifiers, regions);
        regions.insert(regions.end(), found.begin(), found.end());
    }
    return regions;
}

std::vector<TextRegion> scan_file(const std::filesystem::path& path, TextScanner& scanner) {
    const MappedFile file{path};
    const auto scan = prescan(file.bytes());
    require_accepted(scan.findings);
    require_drawable(scan.kind);
    switch (scan.kind) {
        case FileKind::dicom:
            return scan_dicom(file.bytes(), scanner);
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp:
            return scanner.scan(picture::load_raster(file.bytes()), 0, {});
        case FileKind::mp4:
        case FileKind::matroska:
            return scan_film(file.bytes(), {}, scanner);
        case FileKind::slide:
            return scan_slide(pictures_of_slide(path), {}, scanner);
        default:
            throw base::Error{
                base::ErrorKind::unsupported, "imaging.kind",
                "Text is searched in DICOM, PNG, JPEG, TIFF and WebP images, in slides and in films."};
    }
}

}  // namespace medal::imaging::burned_in
