#include "contribution/held_back.h"

#include <algorithm>

namespace medal::contribution {
namespace {

using imaging::deid::FileStatus;

constexpr std::size_t kMostHeld = 100;

std::string reason_of(const imaging::deid::FileReport& file) {
    if (!file.reason.empty() || file.findings.empty()) return file.reason;
    return file.findings.back().message;
}

}  // namespace

FilesEvidence files_evidence(const imaging::deid::BatchReport& report) {
    const auto& sum = report.summary;
    FilesEvidence evidence{sum.files, sum.written, sum.refused, sum.quarantined, {}, 0};
    std::int64_t number = 0;
    for (const auto& file : report.files) {
        ++number;
        if (file.status != FileStatus::written)
            evidence.held.push_back({number, file.status, reason_of(file)});
    }
    std::stable_partition(evidence.held.begin(), evidence.held.end(),
                          [](const HeldFile& file) { return file.status == FileStatus::quarantined; });
    if (evidence.held.size() > kMostHeld) {
        evidence.more = static_cast<std::int64_t>(evidence.held.size() - kMostHeld);
        evidence.held.resize(kMostHeld);
    }
    return evidence;
}

}  // namespace medal::contribution
