// The SQL of evaluation/, and its tables (600 to 699): runs that were handed in, their samples and grades.
#pragma once

#include "base/actor.h"
#include "db/migrate.h"
#include "db/session.h"
#include "evaluation/sample.h"
#include "evaluation/score.h"
#include "release/release_store.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::evaluation {

using RunId = base::Id<struct RunTag>;
using release::ReleaseId;

enum class RunState {
    queued,
    running,
    paused,
    grading,
    needs_adjudication,
    complete,
    published,
    failed,
    cancelled
};
BOOST_DESCRIBE_ENUM(RunState, queued, running, paused, grading, needs_adjudication, complete, published,
                    failed, cancelled)

enum class RunAction { submit, cancel, publish, disqualify, reinstate };
BOOST_DESCRIBE_ENUM(RunAction, submit, cancel, publish, disqualify, reinstate)

struct RunRow {
    RunId id;
    ReleaseId release_id;
    base::CampaignId campaign_id;
    base::PersonId submitter_id;
    std::string submitter_name;
    std::string submitter_institution;
    ModelInfo model;
    Protocol protocol;
    std::string note;
    std::optional<std::string> sitting;
    RunState state = RunState::queued;
    /// The predictions as they came, one a line.
    std::optional<base::Sha256> predictions_blob;
    std::int64_t samples = 0;
    std::int64_t graded = 0;
    std::int64_t invalid = 0;
    std::optional<Summary> summary;
    /// Share of correct epochs per item of public-test, in the order of item ids: what the board is made
    /// from.
    std::vector<double> item_scores;
    base::Instant created_at;
    std::optional<base::Instant> published_at;
    /// Why the organizers took it off the board; it stays to be seen, with this reason.
    std::optional<std::string> disqualified;
};
BOOST_DESCRIBE_STRUCT(RunRow, (),
                      (id, release_id, campaign_id, submitter_id, submitter_name, submitter_institution,
                       model, protocol, note, sitting, state, predictions_blob, samples, graded, invalid,
                       summary, item_scores, created_at, published_at, disqualified))

std::span<const db::Migration> migrations();

namespace store {

void insert(db::Session& session, const RunRow& row);
void update(db::Session& session, const RunRow& row);
/// Throws Error{not_found, "run.not_found"}.
RunRow load(db::Session& session, RunId id);
/// The run that this person made for that sitting.
std::optional<RunRow> find_sitting(db::Session& session, base::PersonId submitter,
                                   const std::string& sitting);
std::vector<RunRow> being_graded(db::Session& session);
std::vector<RunRow> of_release(db::Session& session, ReleaseId release);
std::vector<RunRow> of_person(db::Session& session, base::PersonId person);
std::int64_t count_published(db::Session& session, base::CampaignId campaign);

}  // namespace store
}  // namespace medal::evaluation
