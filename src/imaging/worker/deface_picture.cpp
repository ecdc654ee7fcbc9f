#include "imaging/worker/deface_picture.h"

#include "base/error.h"
#include "imaging/face/picture_faces.h"
#include "imaging/redact/region.h"

#include <algorithm>
#include <array>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;
using face::PictureKind;

/// Of a copy; what has no known ending gets none.
std::string ending_of(const PictureReport& report) {
    constexpr std::array kEndings{".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff",
                                  ".mp4", ".mov", ".mkv",  ".webm", ".dcm"};
    if (report.found.kind == PictureKind::dicom) return ".dcm";
    auto ending = fs::path{report.input}.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return std::find(kEndings.begin(), kEndings.end(), ending) == kEndings.end() ? "" : ending;
}

redact::Style style_of(face::Style style) {
    switch (style) {
        case face::Style::blur:
            return redact::Style::blur;
        case face::Style::fill:
            return redact::Style::fill;
        case face::Style::block:
            break;
    }
    return redact::Style::block;
}

bool is_doubtful(const face::PictureFaces& found) {
    return std::any_of(found.faces.begin(), found.faces.end(),
                       [](const auto& one) { return one.confidence < face::kSureOfFace; });
}

class Picture {
  public:
    Picture(const PictureTask& task, PictureReport& report, Crew& crew)
        : task_(task), report_(report), crew_(crew) {}

    void decide() {
        const bool has_faces = !report_.found.faces.empty();
        if (task_.decided == nullptr && is_doubtful(report_.found)) {
            return finish(FaceStatus::undecided, "Something here may be a face; a person has to look.");
        }
        if (task_.output_stem.empty()) {
            return finish(FaceStatus::judged, has_faces ? "Faces of people." : "No face was found.");
        }
        if (has_faces) return change();
        const fs::path output{task_.output_stem.string() + ending_of(report_)};
        fs::copy_file(task_.input, output, fs::copy_options::overwrite_existing);
        report_.output = output.filename().string();
        finish(FaceStatus::unchanged,
               task_.decided == nullptr ? "No face was found." : "A person saw no face.");
    }

  private:
    void change() {
        const auto kind = report_.found.kind;
        const char* ending = kind == PictureKind::dicom  ? ".dcm"
                             : kind == PictureKind::film ? ".mp4"
                                                         : ".png";
        const fs::path output{task_.output_stem.string() + ending};
        try {
            report_.frames_changed = kind == PictureKind::dicom ? redacted(output) : obscured(output);
        } catch (const base::Error& error) {
            fs::remove(output);
            if (error.code() == "imaging.sandbox") throw;
            // The faces are known; only this program cannot take them out.
            return finish(FaceStatus::undecided, error.message());
        }
        report_.output = output.filename().string();
        report_.is_encoded_anew = kind == PictureKind::film;
        finish(FaceStatus::defaced, report_.is_encoded_anew
                                        ? "Faces were made unrecognisable; the film was encoded anew."
                                        : "Faces were made unrecognisable.");
    }

    std::uint64_t obscured(const fs::path& output) {
        return crew_.obscure_faces({task_.input, output.string(), task_.style, report_.found.faces});
    }

    /// The same instance without the faces, as its volumes are: it says itself that it is derived.
    std::uint64_t redacted(const fs::path& output) {
        redact::Request request;
        request.path = task_.input;
        request.output = output.string();
        for (const auto& one : report_.found.faces) request.regions.push_back(region_of(one));
        return crew_.redact(request).frames_changed;
    }

    redact::Region region_of(const face::FaceTrack& one) const {
        const picture::Raster whole{report_.found.width, report_.found.height, 1, {}};
        const auto area = face::obscured_area(whole, {one.x, one.y, one.width, one.height});
        return {one.first_frame,       one.last_frame,       area.x, area.y, area.width, area.height,
                style_of(task_.style), redact::Subject::face};
    }

    void finish(FaceStatus status, std::string reason) {
        report_.status = status;
        report_.reason = std::move(reason);
    }

    const PictureTask& task_;
    PictureReport& report_;
    Crew& crew_;
};

}  // namespace

std::optional<PictureReport> deface_picture(const PictureTask& task, Crew& crew) {
    PictureReport report;
    report.input = task.input;
    try {
        report.found = crew.find_faces(task.input);
        if (report.found.kind == PictureKind::none) return std::nullopt;
        if (task.decided != nullptr) report.found.faces = task.decided->found.faces;
        Picture{task, report, crew}.decide();
    } catch (const base::Error& error) {
        if (error.code() == "imaging.sandbox") throw;
        report.status = FaceStatus::refused;
        report.reason = error.message();
    }
    return report;
}

}  // namespace medal::imaging::worker
