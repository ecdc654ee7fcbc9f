// Use cases of handed-in runs: begin, hand in predictions, submit for grading (a job), cancel, publish.
#pragma once

#include "base/sealed.h"
#include "evaluation/run_store.h"
#include "jobs/loop.h"
#include "work/run.h"

#include <iosfwd>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::evaluation {

constexpr const char* kGradeJob = "evaluation.grade";
constexpr std::int64_t kMaxEpochs = 20;
constexpr std::size_t kMaxPrediction_bytes = std::size_t{1} << 20;
constexpr std::uint64_t kMaxPredictions_bytes = std::uint64_t{512} << 20;

struct RunDraft {
    ModelInfo model;
    Protocol protocol;
    std::string note;
    /// The client's own name of this sitting; sent again, after an answer was lost, it finds the same run.
    std::optional<std::string> sitting{};
};
BOOST_DESCRIBE_STRUCT(RunDraft, (), (model, protocol, note, sitting))

RunRow create_run(work::Unit& unit, ReleaseId release, const RunDraft& draft);
/// Takes the blob of the predictions; the lines were checked by the caller (check_predictions).
RunRow set_predictions(work::Unit& unit, RunId id, const base::Sha256& blob, std::int64_t bytes,
                       std::int64_t samples);
/// `reason` is needed to disqualify and to reinstate.
RunRow act_on_run(work::Unit& unit, RunId id, RunAction action, const std::string& reason);
std::vector<RunAction> allowed_actions(const base::Actor& actor, const RunRow& row);
/// The submitter and organizers see every run, others published ones.
RunRow visible_run(work::Unit& unit, RunId id);

/// Before their bytes are looked at: throws Error{not_found | forbidden | conflict "run.not_now"}.
void require_predictions_wanted(work::Unit& unit, RunId id);
/// Counts the lines, one in memory at a time; throws Error{invalid, "predictions.bad_line" |
/// "predictions.long_line"} naming the first that is not a prediction.
std::int64_t check_predictions(std::istream& lines);

/// Items of a split as they were frozen, in the order of their ids, with what grading needs.
struct FrozenItem {
    release::PackageItem item;
    base::Sealed<release::PackageAnswer> answer;
};
std::vector<FrozenItem> frozen_items(db::Session& session, ReleaseId release, release::Split split);

/// A run whose grading was given up has failed. Returns how many there were.
int settle_abandoned(work::Unit& unit);

/// The job: grades every prediction against the frozen answers of public-test.
void grade(work::Workshop& shop, jobs::JobContext& job);

}  // namespace medal::evaluation
