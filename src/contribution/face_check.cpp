#include "contribution/face_check.h"

#include <algorithm>

namespace medal::contribution {
namespace {

using imaging::worker::FaceStatus;

/// Fewer are single pictures, which are not searched.
constexpr std::size_t kFewestSlices = 8;

bool needs_a_look(const imaging::worker::VolumeReport& volume) {
    if (volume.status == FaceStatus::refused) return volume.inputs.size() >= kFewestSlices;
    return volume.status == FaceStatus::undecided && volume.result.head_width_mm > 0;
}

}  // namespace

std::optional<FaceVerdict> judge_faces(const imaging::worker::DefaceReport& report) {
    FaceVerdict verdict;
    auto& evidence = verdict.evidence;
    for (const auto& volume : report.volumes) {
        const bool is_face =
            volume.status != FaceStatus::refused && volume.result.verdict == imaging::face::Verdict::face;
        evidence.with_face += is_face ? 1 : 0;
        evidence.undecided += needs_a_look(volume) ? 1 : 0;
        evidence.highest_confidence = std::max(evidence.highest_confidence, volume.result.confidence);
    }
    if (evidence.with_face == 0 && evidence.undecided == 0) return std::nullopt;
    if (evidence.with_face > 0) {
        verdict.verdict = Verdict::block;
        verdict.message =
            "A volume shows a head with its face, which can be recognised; a person has to decide, or the "
            "images are uploaded again after `medal deface`.";
    } else {
        verdict.message = "A volume may show part of a face; look at it before the case is used.";
    }
    return verdict;
}

}  // namespace medal::contribution
