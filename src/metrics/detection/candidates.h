// Lesion candidates of a detection map against reference lesions, as picai_eval matches them: 26-connected
// components, IoU >= 0.1, first as many matches as possible, then as much overlap as possible; a candidate
// that overlaps a lesion enough but was not chosen is neither right nor wrong.
#pragma once

#include "metrics/detection/froc.h"
#include "metrics/segmentation/components.h"
#include "metrics/volume/score_volume.h"

#include <vector>

namespace medal::metrics {

struct CandidateOptions {
    double least_iou = 0.1;
    Connectivity connectivity = Connectivity::corner;
};

struct CandidateVerdict {
    bool is_lesion = false;
    double score = 0;  // 0: a lesion that was missed
    double iou = 0;
};

struct CaseVerdicts {
    std::vector<CandidateVerdict> verdicts;
    double case_score = 0;  // the map's highest value
    bool has_lesion = false;
};

/// Any label of `reference` is lesion; any positive score is candidate. Geometries must agree.
CaseVerdicts judge_candidates(const LabelVolume& reference, const ScoreVolume& map,
                              CandidateOptions options = {});

LesionScores lesion_scores(const std::vector<CaseVerdicts>& cases);

/// Pairs (row, column) of an assignment of greatest total weight; weights are >= 0, and 0 never pairs.
/// Kuhn 1955 in the form with potentials, O(n^3).
std::vector<std::pair<std::size_t, std::size_t>> best_assignment(
    const std::vector<std::vector<double>>& weights);

}  // namespace medal::metrics
