#include "imaging/similar/fingerprint.h"

#include "base/error.h"
#include "base/hash.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/film/stills.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"
#include "imaging/picture/float_pixels.h"
#include "imaging/picture/load.h"
#include "imaging/picture/volume_slice.h"
#include "imaging/prescan.h"
#include "imaging/similar/look.h"
#include "imaging/similar/look_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace medal::imaging::similar {
namespace {

using picture::Raster;

constexpr std::uint64_t kMostFrames = 64;

class Collector {
  public:
    void add_bytes(Bytes bytes) { pixels_.update(bytes); }
    void add_text(const std::string& text) { pixels_.update(base::bytes_of(text)); }
    void add_picture(const Raster& raster) {
        const auto hashes = hashes_of(raster);
        phashes_.push_back(hashes.phash);
        dhashes_.push_back(hashes.dhash);
        looks_.push_back(looks_of(raster));
    }
    /// Of the picture that was added last, which also looks like that.
    void add_window(Part part, const Raster& raster) {
        for (const auto& look : frame_as(part, raster)) looks_.back().push_back(look);
    }
    Fingerprint finish() {
        return {pixels_.finish().text(), fmt::format("{:016x}", bitwise_median(phashes_)),
                fmt::format("{:016x}", bitwise_median(dhashes_)), text_of(median_of(looks_))};
    }

  private:
    base::Sha256Stream pixels_;
    std::vector<std::uint64_t> phashes_;
    std::vector<std::uint64_t> dhashes_;
    std::vector<std::vector<Look>> looks_;
};

/// CT is published through any of these, whatever the header says.
void add_ct_windows(Collector& collector, const dicom::DataSet& data, std::uint64_t number,
                    const dicom::DecodedFrame& frame) {
    constexpr std::pair<Part, std::string_view> kWindows[] = {
        {Part::ct_soft, "soft"}, {Part::ct_bone, "bone"}, {Part::ct_lung, "lung"}};
    for (const auto& [part, name] : kWindows) {
        collector.add_window(part,
                             picture::display_decoded(data, number, frame, picture::preset_window(name)));
    }
}

/// Parametric maps, whose numbers have no integer samples.
Fingerprint of_float_pixels(const dicom::DataSet& data, const dicom::Element& pixels,
                            const dicom::ImageShape& shape) {
    Collector collector;
    collector.add_text(fmt::format("{} {} {} {}", shape.rows, shape.columns, shape.samples, shape.frames));
    if (pixels.kind == dicom::Kind::value) collector.add_bytes(data.value(pixels));
    const auto step = std::max<std::uint64_t>(1, shape.frames / kMostFrames);
    for (std::uint64_t i = 0; i < shape.frames; i += step) {
        if (const auto raster = picture::display_float_frame(data, i, std::nullopt))
            collector.add_picture(*raster);
    }
    return collector.finish();
}

Fingerprint of_dicom(const dicom::DataSet& data) {
    const auto shape = dicom::shape_of(data);
    if (!shape) throw base::Error{base::ErrorKind::invalid, "imaging.no_frame", "The file holds no image."};
    if (const auto* floats = picture::float_pixels_of(data)) return of_float_pixels(data, *floats, *shape);
    Collector collector;
    const dicom::FrameDecoder decoder{data};
    const auto step = std::max<std::uint64_t>(1, shape->frames / kMostFrames);
    const bool is_ct = data.text(dicom::tags::kModality) == "CT";
    for (std::uint64_t i = 0; i < shape->frames; ++i) {
        const auto frame = decoder.decode(i);
        if (i == 0)
            collector.add_text(
                fmt::format("{} {} {} {}", frame.rows, frame.columns, frame.samples, shape->frames));
        collector.add_bytes(frame.bytes);
        // As it is shown, for so it is copied.
        if (i % step != 0) continue;
        collector.add_picture(picture::display_decoded(data, i, frame, std::nullopt));
        if (is_ct) add_ct_windows(collector, data, i, frame);
    }
    return collector.finish();
}

Fingerprint of_raster(const Raster& raster) {
    Collector collector;
    collector.add_text(fmt::format("{} {} {} 1", raster.height, raster.width, raster.channels));
    collector.add_bytes(std::as_bytes(std::span{raster.samples}));
    collector.add_picture(raster);
    return collector.finish();
}

Fingerprint of_volume(Bytes file) {
    Findings checked_before;
    const auto header = *read_nifti_header(file, checked_before);
    const auto slices = picture::slice_count(header);
    Collector collector;
    collector.add_text(fmt::format("{} {} {} {}", header.dim[2], header.dim[1], header.datatype, slices));
    collector.add_bytes(file.subspan(header.data_offset, header.data_bytes()));
    const auto step = std::max<std::uint64_t>(1, slices / kMostFrames);
    for (std::uint64_t i = 0; i < slices; i += step) {
        collector.add_picture(picture::load_volume_slice(file, header, i, std::nullopt));
    }
    return collector.finish();
}

/// Of the pictures that are coded by themselves: decoding all of a long film would take minutes.
Fingerprint of_film(Bytes file) {
    Collector collector;
    std::uint64_t pictures = 0;
    film::each_key_picture(file, kMostFrames, [&](const Raster& raster) {
        collector.add_text(fmt::format("{} {}", raster.height, raster.width));
        collector.add_bytes(std::as_bytes(std::span{raster.samples}));
        collector.add_picture(raster);
        ++pictures;
    });
    if (pictures == 0) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The film holds no whole picture."};
    }
    return collector.finish();
}

}  // namespace

Fingerprint fingerprint_file(const std::filesystem::path& path) {
    const MappedFile file{path};
    Findings findings;
    std::optional<std::vector<std::byte>> inflated;
    if (detect_kind(file.bytes()) == FileKind::gzip) inflated = inflate_image(file.bytes(), findings);
    const Bytes bytes = inflated ? Bytes{*inflated} : file.bytes();
    const auto scan = prescan(bytes);
    require_accepted(scan.findings);
    require_drawable(scan.kind);
    switch (scan.kind) {
        case FileKind::dicom:
            return of_dicom(*dicom::scan_file(bytes).data);
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp:
            return of_raster(picture::load_raster(bytes));
        case FileKind::slide:
            return of_raster(picture::load_slide_overview(bytes));
        case FileKind::nifti:
            return of_volume(bytes);
        case FileKind::mp4:
        case FileKind::matroska:
            return of_film(bytes);
        default:
            throw base::Error{base::ErrorKind::unsupported, "imaging.kind",
                              "Fingerprints are made of DICOM, NIfTI, PNG, JPEG, TIFF and WebP images, of "
                              "films and slides."};
    }
}

}  // namespace medal::imaging::similar
