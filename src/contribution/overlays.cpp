#include "contribution/overlays.h"

#include <algorithm>
#include <cmath>

namespace medal::contribution::rules {
namespace {

/// Headers are written with few digits: what is nearer is the same place.
constexpr double kSamePlace_mm = 0.01;
constexpr const char* kSegmentation = "SEG";

bool is_same_place(const std::vector<double>& one, const std::vector<double>& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](double a, double b) { return std::abs(a - b) <= kSamePlace_mm; });
}

bool is_segmentation(const AssetRow& asset) {
    return asset.kind == AssetKind::dicom_series && asset.modality == kSegmentation;
}

}  // namespace

bool may_lie_over(const AssetRow& over, const AssetRow& under) {
    if (over.id == under.id) return false;
    if (is_segmentation(over)) return under.kind == AssetKind::dicom_series && !is_segmentation(under);
    if (!over.layout.volume || !under.layout.volume || !over.layout.volume->is_label_map) return false;
    return over.layout.volume->size == under.layout.volume->size &&
           is_same_place(over.layout.volume->place_mm, under.layout.volume->place_mm);
}

}  // namespace medal::contribution::rules
