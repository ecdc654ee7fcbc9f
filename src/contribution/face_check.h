// Faces in head CT and MR as a check of a case: which volumes hold one, for a person to decide.
#pragma once

#include "contribution/types.h"
#include "imaging/worker/deface_batch.h"

#include <optional>
#include <string>

#include <boost/describe.hpp>

namespace medal::contribution {

/// Counts of volumes only: names of files are never kept.
struct FaceEvidence {
    std::int64_t with_face = 0;
    /// Shaped like a head, or not readable as a volume.
    std::int64_t undecided = 0;
    double highest_confidence = 0;
};
BOOST_DESCRIBE_STRUCT(FaceEvidence, (), (with_face, undecided, highest_confidence))

struct FaceVerdict {
    Verdict verdict = Verdict::warn;
    std::string message;
    FaceEvidence evidence;
};

/// nullopt where nothing is shaped like a head.
std::optional<FaceVerdict> judge_faces(const imaging::worker::DefaceReport& report);

}  // namespace medal::contribution
