// Faces as a check of a case: which volumes hold one, and where they stand on photographs and films, for a
// person to decide.
#pragma once

#include "contribution/build_assets.h"
#include "contribution/types.h"
#include "imaging/worker/deface_batch.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

/// In pixels of the shown frames, from their upper left corner; on all frames from the first to the last.
struct FaceBox {
    AssetId asset_id;
    std::int64_t frame = 0;
    std::int64_t last_frame = 0;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    double confidence = 0;
};
BOOST_DESCRIBE_STRUCT(FaceBox, (), (asset_id, frame, last_frame, x, y, width, height, confidence))

/// Names of files are never kept.
struct FaceEvidence {
    /// Volumes.
    std::int64_t with_face = 0;
    /// Volumes shaped like a head, or not readable as a volume.
    std::int64_t undecided = 0;
    double highest_confidence = 0;
    std::int64_t pictures_with_face = 0;
    std::int64_t pictures_not_searched = 0;
    std::vector<FaceBox> boxes{};
    /// Boxes beyond the most that are stored, or on pictures that are not shown.
    std::int64_t more = 0;
};
BOOST_DESCRIBE_STRUCT(FaceEvidence, (),
                      (with_face, undecided, highest_confidence, pictures_with_face, pictures_not_searched,
                       boxes, more))

struct FaceVerdict {
    Verdict verdict = Verdict::warn;
    std::string code;
    std::string message;
    FaceEvidence evidence;
};

/// Where the searched files are shown.
struct FacePlaces {
    std::filesystem::path folder{};
    /// By the file's name below the folder.
    std::map<std::string, FramePlace> frames{};
};

/// nullopt where nothing is shaped like a head and no picture shows a face.
std::optional<FaceVerdict> judge_faces(const imaging::worker::DefaceReport& report,
                                       const FacePlaces& places = {});

}  // namespace medal::contribution
