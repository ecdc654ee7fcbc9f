#include "imaging/face/likeness.h"

#include <algorithm>

namespace medal::imaging::face {

double ramp(double value, double none, double full) {
    return std::clamp((value - none) / (full - none), 0.0, 1.0);
}

double within(double value, double low, double high, double slack) {
    return std::min(ramp(value, low - slack, low), ramp(value, high + slack, high));
}

double head_likeness(const Outline& outline) {
    return std::min({within(outline.width_mm, 100, 190, 20), within(outline.length_mm, 120, 240, 25),
                     within(outline.length_mm / outline.width_mm, 1.0, 1.65, 0.15),
                     ramp(outline.open_side, 0.5, 0.1)});
}

Search judged(Verdict verdict, double confidence, const char* reason, Search search) {
    search.verdict = verdict;
    search.confidence = confidence;
    search.reason = reason;
    return search;
}

}  // namespace medal::imaging::face
