#include "imaging/viewing/prepare.h"

#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/png.h"
#include "imaging/prescan.h"
#include "imaging/viewing/film.h"
#include "imaging/viewing/slide.h"
#include "imaging/viewing/still.h"
#include "imaging/viewing/volume_view.h"

namespace medal::imaging::viewing {
namespace {

constexpr dicom::Tag kCineRate{0x00180040}, kFrameTime{0x00181063};
constexpr double kMaxFrameRate = 1000;

[[noreturn]] void throw_other_kind() {
    throw base::Error{base::ErrorKind::unsupported, "imaging.kind",
                      "Files of this kind are not shown in the browser."};
}

Prepared packed(Media media, const picture::Raster& small) {
    const auto png = picture::encode_png(small);
    return {std::move(media), {reinterpret_cast<const char*>(png.data()), png.size()}};
}

std::optional<double> frame_rate_of(const dicom::DataSet& data) {
    const auto times_ms = data.decimals(kFrameTime);
    const auto rate = data.integer(kCineRate);
    const double per_second =
        !times_ms.empty() && times_ms[0] > 0 ? 1000 / times_ms[0] : static_cast<double>(rate.value_or(0));
    return per_second > 0 && per_second <= kMaxFrameRate ? std::optional{per_second} : std::nullopt;
}

Prepared dicom_film(Bytes file, const std::filesystem::path& rendition, std::int64_t longest_px) {
    const auto scan = dicom::scan_file(file);
    const auto* syntax = scan.data ? dicom::find_transfer_syntax(scan.data->transfer_syntax) : nullptr;
    if (syntax == nullptr || syntax->codec != dicom::Codec::mpeg) throw_other_kind();
    // A video is one stream however many frames it has (PS3.5, A.4.8).
    const auto frames = dicom::frame_fragments(*scan.data, 1);
    if (frames.empty())
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The video is damaged."};
    auto film =
        prepare_film({frames.front().fragments, true, frame_rate_of(*scan.data)}, rendition, longest_px);
    film.media.media_type = "application/dicom";
    return packed(std::move(film.media), film.small);
}

Prepared prepare_slide(const std::vector<std::filesystem::path>& paths, const char* media_type,
                       std::int64_t longest_px) {
    Slide file{paths};
    Media media;
    media.kind = MediaKind::slide;
    media.media_type = media_type;
    media.pyramid = file.pyramid();
    media.columns = media.pyramid->levels.front().width;
    media.rows = media.pyramid->levels.front().height;
    media.column_mm = file.column_mm();
    media.row_mm = file.row_mm();
    return packed(std::move(media), file.overview(longest_px));
}

}  // namespace

Prepared prepare_file(const std::filesystem::path& path, const std::filesystem::path& rendition,
                      std::int64_t longest_px) {
    const MappedFile file{path};
    const auto scan = prescan(file.bytes());
    require_accepted(scan.findings);
    require_drawable(scan.kind);
    switch (scan.kind) {
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp: {
            auto still = prepare_still(path, scan.kind, rendition, longest_px);
            return packed(std::move(still.media), still.small);
        }
        case FileKind::slide:
            return prepare_slide({path}, "image/tiff", longest_px);
        case FileKind::mp4:
        case FileKind::matroska: {
            auto film = prepare_film({{file.bytes()}, false, {}}, rendition, longest_px);
            return packed(std::move(film.media), film.small);
        }
        case FileKind::nifti: {
            auto volume = prepare_volume(file.bytes(), longest_px);
            return packed(std::move(volume.media), volume.small);
        }
        case FileKind::dicom:
            return dicom_film(file.bytes(), rendition, longest_px);
        default:
            throw_other_kind();
    }
}

Prepared prepare_dicom_slide(const std::vector<std::filesystem::path>& paths, std::int64_t longest_px) {
    return prepare_slide(paths, "application/dicom", longest_px);
}

}  // namespace medal::imaging::viewing
