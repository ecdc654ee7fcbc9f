// One sitting of a release folder by one model: every public item, every epoch, in a fixed order, journalled.
// A sitting that was cut goes on where it stopped: answered samples are never paid for twice, failed ones are
// tried again.
#pragma once

#include "evaluation/asker.h"
#include "evaluation/sample.h"
#include "evaluation/score.h"
#include "release/package.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace medal::evaluation {

/// Reads items.jsonl, answers.jsonl and release.json of a folder; throws base::Error naming file and line.
struct Exam {
    release::Manifest manifest;
    base::Sha256 manifest_sha256;
    std::vector<release::PackageItem> items;
    std::vector<release::PackageAnswer> answers;
};
Exam load_exam(const std::filesystem::path& release_folder);

/// Shows an item's assets under a profile. Throws base::Error{unsupported} when the profile cannot.
using ShowItem = std::function<std::vector<inference::ShownImage>(const release::PackageItem&)>;

struct SittingPlan {
    std::filesystem::path run_folder;
    ModelInfo model;
    Protocol protocol;
    int concurrency = 4;
    std::string medal_version;
    base::Instant now;
};

struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::int64_t unreadable = 0;
    std::int64_t failed = 0;
};

/// Runs until every sample is there or `stop` is set. Writes run.json, samples.jsonl, summary.json.
/// Throws Error{conflict, "run.other"} when the folder holds a run of another release, model or protocol.
Progress sit(const Exam& exam, const SittingPlan& plan, Asker& asker, const ShowItem& show,
             const std::atomic<bool>& stop, const std::function<void(const Progress&)>& on_progress);

/// What can be graded without the server: the split public-dev. nullopt when it has no items.
std::optional<Summary> open_summary(const Exam& exam, const std::vector<Prediction>& samples,
                                    std::int64_t epochs);

}  // namespace medal::evaluation
