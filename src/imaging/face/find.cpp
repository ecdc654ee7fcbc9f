#include "imaging/face/find.h"

#include "imaging/face/likeness.h"
#include "imaging/face/pet.h"

#include <algorithm>

namespace medal::imaging::face {
namespace {

/// A brain alone shows nobody's face. Something taller or cut open without a visible skull may be a head all
/// the same, in a sequence or by a method that shows no bone.
Search judge_without_skull(const Outline& outline, double head, Search search) {
    constexpr double kTallestBrain_mm = 165;
    const bool is_brain = outline.height_mm <= kTallestBrain_mm && outline.open_top < 0.5;
    return judged(is_brain ? Verdict::no_face : Verdict::undecided, head,
                  is_brain ? "A brain without skull and skin."
                           : "This has the size of a head, but shows no skull; a person has to look.",
                  std::move(search));
}

Search judge_head(const Grid& grid, const Outline& outline, Method method, Search search) {
    const float tissue = middle_value(grid, outline);
    search.skull_share = skull_share(grid, outline, tissue, method);
    const double head = head_likeness(outline) * ramp(search.skull_share, 0.45, 0.7);
    if (head <= kSurelyNot) return judge_without_skull(outline, head, std::move(search));
    const auto brain = find_brain(grid, outline, tissue, method);
    search.brain_ml = brain.volume_ml;
    const double whole = std::min(ramp(outline.open_top, 0.8, 0.55), within(brain.volume_ml, 500, 1900, 250));
    if (head * whole < kSure) {
        return judged(Verdict::undecided, head / 2,
                      "This seems to be part of a head; whether a face can be seen is for a person to say.",
                      std::move(search));
    }
    search.region.emplace(grid.lattice, outline, brain.mask);
    search.face_depth_mm = search.region->depth_mm(grid.lattice, outline.body);
    const double confidence = head * whole * ramp(search.face_depth_mm, 4, 14);
    if (confidence >= kSure) {
        return judged(Verdict::face, confidence, "A head with its face.", std::move(search));
    }
    search.region.reset();
    const bool is_none = confidence <= kSurelyNot;
    return judged(is_none ? Verdict::no_face : Verdict::undecided, confidence,
                  is_none ? "A head without a face: the volume ends above it, or it was removed."
                          : "A head with little of a face; a person has to look.",
                  std::move(search));
}

}  // namespace

Search find_face(const Volume& volume) {
    const auto grid = resample(volume);
    if (grid && volume.method == Method::pet) return find_face_in_pet(*grid);
    const auto outline = grid ? outline_of(*grid, volume.method) : std::nullopt;
    Search search;
    if (!outline) {
        return judged(Verdict::no_face, 0, "Nothing stands out from the background.", std::move(search));
    }
    search.head_width_mm = outline->width_mm;
    search.head_length_mm = outline->length_mm;
    const double likeness = head_likeness(*outline);
    if (likeness <= kSurelyNot) {
        return judged(Verdict::no_face, likeness, "This does not have the size and outline of a head.",
                      std::move(search));
    }
    return judge_head(*grid, *outline, volume.method, std::move(search));
}

}  // namespace medal::imaging::face
