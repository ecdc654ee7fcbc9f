// The boundary agreement of lesions: NSD of each matched pair, borders taken component by component, so that
// a neighbouring lesion cannot stand in for a missing border.
#pragma once

#include "metrics/segmentation/lesions.h"
#include "metrics/volume/geometry.h"

#include <span>
#include <vector>

namespace medal::metrics {

/// One for each tolerance: the mean NSD over all lesions of either mask, a miss or a false positive counting
/// 0 (the lesion-wise reading of BraTS 2023, with our one-to-one matching); NaN without any lesion.
/// Both sets of components lie on the same frame.
std::vector<double> lesion_nsd(const Components& reference, const Components& prediction,
                               const std::array<std::int64_t, 3>& frame_size, const Geometry& geometry,
                               std::span<const double> tau_mm, MatchOptions options = {});

}  // namespace medal::metrics
