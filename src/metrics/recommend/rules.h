// The subprocesses of Metrics Reloaded, one function each. Extended Data Fig. 2 to 9.
#pragma once

#include "metrics/recommend/recommend.h"

namespace medal::metrics::recommend {

std::vector<Advice> multi_class(const Fingerprint& problem);      // S2
std::vector<Advice> per_class(const Fingerprint& problem);        // S3
std::vector<Advice> multi_threshold(const Fingerprint& problem);  // S4
std::vector<Advice> calibration(const Fingerprint& problem);      // S5
std::vector<Advice> overlap(const Fingerprint& problem);          // S6
std::vector<Advice> boundary(const Fingerprint& problem);         // S7
std::vector<Advice> localization(const Fingerprint& problem);     // S8
std::vector<Advice> assignment(const Fingerprint& problem);       // S9
/// Beside the overlap, where the volume itself is what the clinic uses.
std::vector<Advice> volume(const Fingerprint& problem);
/// What misleads with this fingerprint (Reinke et al., Nat Methods 21, 2024: pitfalls).
std::vector<std::string> pitfalls(const Fingerprint& problem);

inline bool finds_objects(const Fingerprint& problem) noexcept {
    return problem.category == Category::object_detection ||
           problem.category == Category::instance_segmentation;
}

}  // namespace medal::metrics::recommend
