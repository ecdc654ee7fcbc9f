#include "imaging/worker/deface_picture.h"

#include "base/error.h"
#include "imaging/face/picture_faces.h"

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
        if (report_.found.kind == PictureKind::dicom) {
            return finish(FaceStatus::undecided,
                          "This DICOM photograph shows faces; a person has to take them out.");
        }
        const bool is_film = report_.found.kind == PictureKind::film;
        const fs::path output{task_.output_stem.string() + (is_film ? ".mp4" : ".png")};
        try {
            report_.frames_changed =
                crew_.obscure_faces({task_.input, output.string(), task_.style, report_.found.faces});
        } catch (const base::Error& error) {
            fs::remove(output);
            if (error.code() == "imaging.sandbox") throw;
            // The faces are known; only this program cannot take them out.
            return finish(FaceStatus::undecided, error.message());
        }
        report_.output = output.filename().string();
        report_.is_encoded_anew = is_film;
        finish(FaceStatus::defaced, is_film ? "Faces were made unrecognisable; the film was encoded anew."
                                            : "Faces were made unrecognisable.");
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
