#include "contribution/face_check.h"

#include "imaging/face/picture_faces.h"

#include <algorithm>

namespace medal::contribution {
namespace {

using imaging::worker::FaceStatus;
using imaging::worker::PictureReport;
using imaging::worker::VolumeReport;

/// Fewer are single pictures, which are not searched as volumes.
constexpr std::size_t kFewestSlices = 8;
constexpr std::size_t kMostBoxes = 200;

bool needs_a_look(const VolumeReport& volume) {
    if (volume.status == FaceStatus::refused) return volume.inputs.size() >= kFewestSlices;
    return volume.status == FaceStatus::undecided && volume.result.head_width_mm > 0;
}

class Judge {
  public:
    explicit Judge(const FacePlaces& places) : places_(places) {}

    void add(const VolumeReport& volume) {
        const bool is_face =
            volume.status != FaceStatus::refused && volume.result.verdict == imaging::face::Verdict::face;
        evidence_.with_face += is_face ? 1 : 0;
        evidence_.undecided += needs_a_look(volume) ? 1 : 0;
        evidence_.highest_confidence = std::max(evidence_.highest_confidence, volume.result.confidence);
    }

    void add(const PictureReport& picture) {
        evidence_.pictures_not_searched += picture.status == FaceStatus::refused ? 1 : 0;
        bool is_sure = false;
        for (const auto& face : picture.found.faces) {
            is_sure = is_sure || face.confidence >= imaging::face::kSureOfFace;
            evidence_.highest_confidence = std::max(evidence_.highest_confidence, face.confidence);
            add(picture, face);
        }
        evidence_.pictures_with_face += is_sure ? 1 : 0;
    }

    std::optional<FaceVerdict> verdict() {
        const bool has_boxes = !evidence_.boxes.empty() || evidence_.more > 0;
        if (evidence_.with_face + evidence_.undecided + evidence_.pictures_not_searched == 0 && !has_boxes) {
            return std::nullopt;
        }
        const bool blocks = evidence_.with_face + evidence_.pictures_with_face > 0;
        FaceVerdict verdict{blocks ? Verdict::block : Verdict::warn, {}, {}, {}};
        say(verdict, has_boxes);
        verdict.evidence = std::move(evidence_);
        return verdict;
    }

  private:
    void add(const PictureReport& picture, const imaging::face::FaceTrack& face) {
        const auto name = std::filesystem::path{picture.input}.lexically_relative(places_.folder).string();
        const auto place = places_.frames.find(name);
        if (place == places_.frames.end() || evidence_.boxes.size() == kMostBoxes) {
            ++evidence_.more;
            return;
        }
        const auto frame = [&](std::uint64_t number) {
            return place->second.first_frame + static_cast<std::int64_t>(number);
        };
        evidence_.boxes.push_back({place->second.asset_id, frame(face.first_frame), frame(face.last_frame),
                                   face.x, face.y, face.width, face.height, face.confidence});
    }

    void say(FaceVerdict& verdict, bool has_boxes) const {
        if (evidence_.with_face > 0) {
            verdict.code = "check.face_volume";
            verdict.message =
                "A volume shows a head with its face, which can be recognised; a person has to decide, or "
                "the images are uploaded again after `medal deface`.";
        } else if (evidence_.pictures_with_face > 0) {
            verdict.code = "check.face_picture";
            verdict.message =
                "A picture shows the face of a person; a person has to decide whether it is hidden.";
        } else if (has_boxes) {
            verdict.code = "check.face_maybe";
            verdict.message = "Something in the pictures may be a face; look at it before the case is used.";
        } else if (evidence_.undecided > 0) {
            verdict.code = "check.face_part";
            verdict.message = "A volume may show part of a face; look at it before the case is used.";
        } else {
            verdict.code = "check.face_not_searched";
            verdict.message =
                "Some pictures could not be searched for faces; look at them before the case is used.";
        }
    }

    const FacePlaces& places_;
    FaceEvidence evidence_;
};

}  // namespace

std::optional<FaceVerdict> judge_faces(const imaging::worker::DefaceReport& report,
                                       const FacePlaces& places) {
    Judge judge{places};
    for (const auto& volume : report.volumes) judge.add(volume);
    for (const auto& picture : report.pictures) judge.add(picture);
    return judge.verdict();
}

}  // namespace medal::contribution
