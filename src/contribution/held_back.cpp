#include "contribution/held_back.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace medal::contribution {
namespace {

using imaging::deid::FileStatus;

constexpr std::size_t kMostHeld = 100;

std::string reason_of(const imaging::deid::FileReport& file) {
    if (!file.reason.empty() || file.findings.empty()) return file.reason;
    return file.findings.back().message;
}

/// The last finding that says the reason, else the last that refuses.
std::optional<std::string> code_of(const imaging::deid::FileReport& file) {
    const auto reason = reason_of(file);
    std::optional<std::string> code;
    for (const auto& finding : file.findings) {
        if (finding.message == reason) code = finding.code;
    }
    if (code) return code;
    for (const auto& finding : file.findings) {
        if (finding.severity == imaging::Severity::error) code = finding.code;
    }
    return code;
}

std::optional<UploadId> upload_of(const imaging::deid::FileOrigin& origin,
                                  std::span<const UploadId> uploads) {
    const auto name = origin.given.filename().string();
    std::size_t place = 0;
    const auto* end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data(), end, place);
    if (error != std::errc{} || stop != end || place >= uploads.size()) return std::nullopt;
    return uploads[place];
}

HeldFile held(const imaging::deid::FileReport& file, std::int64_t number, std::span<const UploadId> uploads) {
    HeldFile made{number, file.status, reason_of(file), code_of(file), upload_of(file.origin, uploads)};
    if (made.upload_id && file.origin.member) made.member = static_cast<std::int64_t>(*file.origin.member);
    return made;
}

}  // namespace

std::string clear_name(std::size_t place) {
    return std::to_string(place);
}

FilesEvidence files_evidence(const imaging::deid::BatchReport& report, std::span<const UploadId> uploads) {
    const auto& sum = report.summary;
    FilesEvidence evidence{sum.files, sum.written, sum.refused, sum.quarantined, {}, 0};
    std::int64_t number = 0;
    for (const auto& file : report.files) {
        ++number;
        if (file.status != FileStatus::written) evidence.held.push_back(held(file, number, uploads));
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
