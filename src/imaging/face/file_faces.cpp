#include "imaging/face/file_faces.h"

#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/face/picture_faces.h"
#include "imaging/film/reader.h"
#include "imaging/film/rewrite.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"
#include "imaging/prescan.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::face {
namespace {

/// Of a film: so many pictures a second are looked at, and no more than the second number in all.
constexpr double kLooksPerSecond = 4;
constexpr std::uint64_t kMostLooks = 240;
/// Of a multi-frame photograph, which may be as long as a film.
constexpr std::uint64_t kMostFrames = 60;

/// Boxes as of the whole picture.
std::vector<FaceBox> enlarged(std::vector<FaceBox> boxes, double factor) {
    const auto times = [factor](std::uint64_t value) {
        return static_cast<std::uint64_t>(std::lround(static_cast<double>(value) * factor));
    };
    for (auto& box : boxes) {
        box.x = times(box.x);
        box.y = times(box.y);
        box.width = times(box.width);
        box.height = times(box.height);
    }
    return boxes;
}

class FrameSearch {
  public:
    explicit FrameSearch(Effort effort) : effort_(effort) {}

    /// `factor`: the raster is so many times smaller than the picture.
    void look(const picture::Raster& raster, std::uint64_t frame, double factor) {
        const auto boxes = enlarged(find_faces(raster, frame, effort_), factor);
        boxes_.insert(boxes_.end(), boxes.begin(), boxes.end());
        searched_.push_back(frame);
    }

    std::size_t looks() const { return searched_.size(); }

    PictureFaces finish(PictureFaces result) const {
        result.frames_searched = searched_.size();
        result.faces = tracks_of(boxes_, searched_, result.frames);
        return result;
    }

  private:
    Effort effort_;
    std::vector<FaceBox> boxes_;
    std::vector<std::uint64_t> searched_;
};

PictureFaces in_still(Bytes file) {
    const auto raster = picture::load_raster(file);
    FrameSearch search{Effort::thorough};
    search.look(raster, 0, 1);
    return search.finish({PictureKind::still, raster.width, raster.height, 1, 0, {}});
}

PictureFaces in_film(Bytes file, PictureKind kind) {
    film::Reader reader{file};
    const auto by_time = static_cast<std::uint64_t>(std::lround(reader.rate() / kLooksPerSecond));
    const auto step = std::max({std::uint64_t{1}, by_time, reader.expected() / kMostLooks});
    FrameSearch search{Effort::quick};
    std::uint64_t frames = 0;
    for (; reader.next(); ++frames) {
        // A film that is longer than it says is searched as far as it said.
        if (frames % step != 0 || search.looks() > 2 * kMostLooks) continue;
        const auto raster = reader.picture(kLongestSearched_px);
        search.look(raster, frames,
                    static_cast<double>(std::max(reader.width(), reader.height())) /
                        static_cast<double>(std::max(raster.width, raster.height)));
    }
    if (frames == 0) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "No picture of the film decodes."};
    }
    return search.finish({kind, reader.width(), reader.height(), frames, 0, {}});
}

/// One stream over all fragments, whatever the frames.
PictureFaces in_dicom_film(const dicom::DataSet& data) {
    const auto frames = dicom::frame_fragments(data, 1);
    if (frames.empty()) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The film in this file is damaged."};
    }
    std::vector<std::byte> storage;
    return in_film(frames.front().joined(storage), PictureKind::dicom);
}

PictureFaces in_dicom(const dicom::DataSet& data) {
    const auto shape = dicom::shape_of(data);
    if (!shape || shape->frames == 0 || !may_show_people(data.text(dicom::tags::kSopClass))) return {};
    const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
    if (syntax != nullptr && syntax->codec == dicom::Codec::mpeg) return in_dicom_film(data);
    const auto step = std::max<std::uint64_t>(1, shape->frames / kMostFrames);
    FrameSearch search{shape->frames < 10 ? Effort::thorough : Effort::quick};
    for (std::uint64_t frame = 0; frame < shape->frames; frame += step) {
        search.look(picture::display_frame(data, frame, std::nullopt), frame, 1);
    }
    return search.finish({PictureKind::dicom, shape->columns, shape->rows, shape->frames, 0, {}});
}

/// All others are refused or read elsewhere, as volumes and slides.
bool is_picture(FileKind kind) {
    constexpr FileKind kPictures[] = {FileKind::dicom, FileKind::png, FileKind::jpeg,    FileKind::tiff,
                                      FileKind::webp,  FileKind::mp4, FileKind::matroska};
    return std::find(std::begin(kPictures), std::end(kPictures), kind) != std::end(kPictures);
}

/// With the margin, in samples of the plane: whatever is touched by the area of the whole picture.
Area area_in(const film::Plane& plane, const FaceTrack& face) {
    const auto& placement = plane.placement;
    const picture::Raster whole{placement.shown_width(), placement.shown_height(), 1, {}};
    const auto area = obscured_area(whole, {face.x, face.y, face.width, face.height});
    const auto box = plane.under({area.x, area.y, area.width, area.height});
    return {box.x, box.y, box.width, box.height};
}

/// In eight bits a sample, which is more than what is left of a face needs.
void obscure_plane(film::Plane& plane, const Area& area, Style style) {
    const unsigned shift = plane.bits - 8;
    auto raster = picture::Raster::blank(plane.width, plane.height, 1);
    std::transform(plane.samples.begin(), plane.samples.end(), raster.samples.begin(),
                   [&](std::uint16_t value) { return static_cast<std::uint8_t>(value >> shift); });
    obscure_area(raster, area, style, static_cast<std::uint8_t>(plane.dark() >> shift));
    for (auto y = area.y; y < area.y + area.height; ++y) {
        for (auto x = area.x; x < area.x + area.width; ++x) {
            plane.at(x, y) = static_cast<std::uint16_t>(*raster.pixel(x, y) << shift);
        }
    }
}

bool is_on(const FaceTrack& face, std::uint64_t frame) {
    return frame >= face.first_frame && frame <= face.last_frame;
}

std::uint64_t in_film_obscured(Bytes file, const ObscureTask& task) {
    const film::Edit edit{.wants =
                              [&](std::uint64_t frame) {
                                  return std::any_of(
                                      task.faces.begin(), task.faces.end(),
                                      [&](const FaceTrack& face) { return is_on(face, frame); });
                              },
                          .change =
                              [&](std::uint64_t frame, film::Plane& plane) {
                                  for (const auto& face : task.faces) {
                                      if (is_on(face, frame))
                                          obscure_plane(plane, area_in(plane, face), task.style);
                                  }
                              }};
    return film::rewrite_film(file, task.output, edit).changed;
}

FileKind accepted_kind(Bytes file) {
    const auto scan = prescan(file);
    require_accepted(scan.findings);
    return scan.kind;
}

}  // namespace

bool may_show_people(std::string_view sop_class) {
    constexpr std::string_view kVisibleLight = "1.2.840.10008.5.1.4.1.1.77.1.";
    constexpr std::string_view kSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7",
                               kColourCapture = "1.2.840.10008.5.1.4.1.1.7.4";
    // Multi-frame ones: .1 to .3 hold bits and grey values, .4 colours.
    if (sop_class == kSecondaryCapture || sop_class == kColourCapture) return true;
    if (!sop_class.starts_with(kVisibleLight)) return false;
    const auto kind = sop_class.substr(kVisibleLight.size());
    return !kind.starts_with("2") && !kind.starts_with("3") && !kind.starts_with("6");
}

PictureFaces find_faces_in_file(const std::filesystem::path& path) {
    const MappedFile file{path};
    if (!is_picture(detect_kind(file.bytes()))) return {};
    switch (accepted_kind(file.bytes())) {
        case FileKind::dicom:
            return in_dicom(*dicom::scan_file(file.bytes()).data);
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp:
            return in_still(file.bytes());
        case FileKind::mp4:
        case FileKind::matroska:
            return in_film(file.bytes(), PictureKind::film);
        default:
            return {};
    }
}

std::uint64_t obscure_faces(const ObscureTask& task) {
    const MappedFile file{task.path};
    const auto kind = accepted_kind(file.bytes());
    if (kind == FileKind::dicom) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.kind",
                          "Faces in DICOM photographs are not changed by this command."};
    }
    if (kind == FileKind::mp4 || kind == FileKind::matroska) return in_film_obscured(file.bytes(), task);
    auto raster = picture::load_raster(file.bytes());
    for (const auto& face : task.faces) {
        obscure(raster, {face.x, face.y, face.width, face.height}, task.style);
    }
    deid::write_file(task.output, picture::encode_png(raster));
    return task.faces.empty() ? 0 : 1;
}

}  // namespace medal::imaging::face
