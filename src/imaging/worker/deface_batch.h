// Faces out of files and folders: DICOM slices gathered to their series, each volume judged, written or left
// to a person. Every foreign byte is met by the crew.
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

struct DefaceSummary {
    std::uint64_t volumes = 0;
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
                      (volumes, defaced, unchanged, judged, with_face, without_face, undecided, refused,
                       voxels_removed))

struct DefaceReport {
    std::vector<VolumeReport> volumes;
    DefaceSummary summary;
};
BOOST_DESCRIBE_STRUCT(DefaceReport, (), (volumes, summary))

/// With an empty `output` nothing is written. Names in the output are numbers, in the order of the inputs.
DefaceReport deface_files(const std::vector<std::filesystem::path>& inputs,
                          const std::filesystem::path& output, Crew& crew);

}  // namespace medal::imaging::worker
