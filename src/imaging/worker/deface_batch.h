// Faces out of files and folders: DICOM slices gathered to their series, each volume, photograph and film
// judged, written or left to a person. Every foreign byte is met by the crew.
#pragma once

#include "base/reflect.h"
#include "imaging/worker/crew.h"

namespace medal::imaging::worker {

/// `judged`: looked at only. `unchanged`: no face, copied as it is. `undecided`: not written, a person has to
/// look. `refused`: not readable, not written.
enum class FaceStatus { defaced, unchanged, judged, undecided, refused };
BOOST_DESCRIBE_ENUM(FaceStatus, defaced, unchanged, judged, undecided, refused)

struct VolumeReport {
    std::vector<std::string> inputs;
    /// Below the output folder, one for each input; empty where nothing was written.
    std::vector<std::string> outputs;
    FaceStatus status = FaceStatus::refused;
    face::VolumeResult result;
};
BOOST_DESCRIBE_STRUCT(VolumeReport, (), (inputs, outputs, status, result))

/// A photograph, a film or a DICOM file that a camera took.
struct PictureReport {
    std::string input;
    /// Below the output folder; empty where nothing was written.
    std::string output;
    FaceStatus status = FaceStatus::refused;
    std::string reason;
    face::PictureFaces found;
    std::uint64_t frames_changed = 0;
    /// Every picture of it was encoded anew, with so little loss that nobody sees it.
    bool is_encoded_anew = false;
};
BOOST_DESCRIBE_STRUCT(PictureReport, (),
                      (input, output, status, reason, found, frames_changed, is_encoded_anew))

/// Over volumes and pictures together, but for the first two.
struct DefaceSummary {
    std::uint64_t volumes = 0;
    std::uint64_t pictures = 0;
    std::uint64_t defaced = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t judged = 0;
    /// Decided, whether written or only judged.
    std::uint64_t with_face = 0;
    std::uint64_t without_face = 0;
    std::uint64_t undecided = 0;
    std::uint64_t refused = 0;
    std::uint64_t voxels_removed = 0;
};
BOOST_DESCRIBE_STRUCT(DefaceSummary, (),
                      (volumes, pictures, defaced, unchanged, judged, with_face, without_face, undecided,
                       refused, voxels_removed))

struct DefaceReport {
    std::vector<VolumeReport> volumes;
    std::vector<PictureReport> pictures;
    DefaceSummary summary;
};
BOOST_DESCRIBE_STRUCT(DefaceReport, (), (volumes, pictures, summary))

struct DefaceRequest {
    std::vector<std::filesystem::path> inputs;
    /// Empty: nothing is written. Names in it are numbers, in the order of the inputs.
    std::filesystem::path output{};
    face::Style style = face::Style::block;
    /// What a person decided: for these inputs their boxes count, not the ones found.
    std::vector<PictureReport> decided{};
};

/// A file that cannot be read is `refused` and stops nothing. Throws base::Error "imaging.sandbox" where no
/// worker can be had, and where the output cannot be written.
DefaceReport deface_files(const DefaceRequest& request, Crew& crew);

}  // namespace medal::imaging::worker
