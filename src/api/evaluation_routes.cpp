#include "api/app.h"
#include "api/typed_route.h"
#include "blob/store.h"
#include "evaluation/run_actions.h"
#include "leaderboard/board.h"
#include "release/actions.h"

#include <fstream>
#include <sstream>

namespace medal::api {
namespace {

using namespace evaluation;
using http::CallerClass;
using http::Method;
using http::RateClass;

struct RunView {
    RunId id;
    ReleaseId release_id;
    std::string submitter_name;
    std::string submitter_institution;
    ModelInfo model;
    Protocol protocol;
    std::string note;
    RunState state = RunState::queued;
    std::int64_t samples = 0;
    std::int64_t graded = 0;
    /// Questions that count on the board, times epochs: graded / expected is the coverage.
    std::int64_t expected = 0;
    std::int64_t invalid = 0;
    std::optional<Summary> summary;
    base::Instant created_at;
    std::optional<base::Instant> published_at;
    std::optional<std::string> disqualified;
    std::vector<RunAction> allowed_actions;
};
BOOST_DESCRIBE_STRUCT(RunView, (),
                      (id, release_id, submitter_name, submitter_institution, model, protocol, note, state,
                       samples, graded, expected, invalid, summary, created_at, published_at, disqualified,
                       allowed_actions))

struct RunActionCommand {
    RunAction action = RunAction::submit;
    /// Needed to disqualify and to reinstate.
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RunActionCommand, (), (action, reason))

struct ReleaseRef {
    ReleaseId id;
    std::string name;
    std::string version;
};
BOOST_DESCRIBE_STRUCT(ReleaseRef, (), (id, name, version))

struct LeaderboardView {
    ReleaseRef release;
    std::string method;
    base::Instant computed_at;
    std::vector<leaderboard::BoardRow> rows;
};
BOOST_DESCRIBE_STRUCT(LeaderboardView, (), (release, method, computed_at, rows))

// Sealed questions count on the board; a release without any is scored on the open ones.
std::int64_t scored_items(work::Unit& unit, ReleaseId release) {
    const auto splits = release::store::count_splits(unit.db(), release);
    const auto sealed = splits.find(release::Split::public_test);
    const auto open = splits.find(release::Split::public_dev);
    if (sealed != splits.end()) return sealed->second;
    return open == splits.end() ? 0 : open->second;
}

RunView show(const work::Unit& unit, const RunRow& row, std::int64_t items) {
    return {row.id,
            row.release_id,
            row.submitter_name,
            row.submitter_institution,
            row.model,
            row.protocol,
            row.note,
            row.state,
            row.samples,
            row.graded,
            items * row.protocol.epochs,
            row.invalid,
            row.summary,
            row.created_at,
            row.published_at,
            row.disqualified,
            allowed_actions(unit.actor(), row)};
}

RunView show(work::Unit& unit, const RunRow& row) {
    return show(unit, row, scored_items(unit, row.release_id));
}

http::Response predictions_of(work::Unit& unit, const RunRow& row) {
    constexpr const char* kType = "application/x-ndjson";
    constexpr int kLinkLife_s = 300;
    if (!row.predictions_blob) throw_no_such_id("run_id");
    const http::Header name{"Content-Disposition",
                            "attachment; filename=\"predictions-" + row.id.text() + ".jsonl\""};
    if (const auto path = unit.blobs().local_path(*row.predictions_blob)) {
        const auto tag = "\"" + row.predictions_blob->text().substr(0, 32) + "\"";
        return http::file_response(*path, kType, tag).with(name.name, name.value);
    }
    http::Response response;
    if (const auto link = unit.blobs().link(*row.predictions_blob, kLinkLife_s)) {
        response.status = 302;
        return std::move(response).with("Location", *link).with("Cache-Control", "no-store");
    }
    response.content_type = kType;
    response.body = blob::read_text(unit.blobs(), *row.predictions_blob);
    return std::move(response).with(name.name, name.value);
}

LeaderboardView board_of(work::Unit& unit, const release::ReleaseRow& release) {
    LeaderboardView view{
        {release.id, release.name, release.version}, std::string{leaderboard::kMethod}, unit.now(), {}};
    auto items = frozen_items(unit.db(), release.id, release::Split::public_test);
    if (items.empty()) items = frozen_items(unit.db(), release.id, release::Split::public_dev);
    std::vector<std::string> patients;
    for (const auto& item : items) patients.push_back(item.item.patient_key);
    std::vector<leaderboard::RunOnBoard> runs;
    for (const auto& row : evaluation::store::of_release(unit.db(), release.id)) {
        if (row.state != RunState::published || !row.summary || row.disqualified) continue;
        runs.push_back({row.id.text(), row.model, row.protocol.profile, *row.summary, row.item_scores});
    }
    view.rows = leaderboard::make_board(patients, runs);
    return view;
}

std::int64_t count_predictions(const http::Request& request) {
    if (!request.body_file) {
        std::istringstream lines{request.body};
        return check_predictions(lines);
    }
    std::ifstream lines{request.body_file.path(), std::ios::binary};
    return check_predictions(lines);
}

// The bytes are stored before the unit that refers to them; a refused hand-in leaves a blob for the
// collector.
http::Response take_predictions(const App& app, http::Request& request) {
    Call call{request};
    const auto id = call.path<RunId>("run_id");
    work::run(app.shop, request.actor, db::Access::read,
              [&](work::Unit& unit) { require_predictions_wanted(unit, id); });
    const auto samples = count_predictions(request);
    const auto stored = request.body_file ? blob::put_file(app.shop.blobs, request.body_file.path())
                                          : blob::put_text(app.shop.blobs, request.body);
    return work::run(app.shop, request.actor, db::Access::write, [&](work::Unit& unit) {
        return http::json_response(
            200, base::to_json(show(unit, set_predictions(unit, id, stored.hash, stored.bytes, samples))));
    });
}

void add_create_run(Routes& routes, const App& app) {
    routes.add<RunDraft, RunView>({.method = Method::post,
                                   .path = "/api/v1/releases/{release_id}/runs",
                                   .operation_id = "createRun",
                                   .summary = "Begin to hand in a run",
                                   .tag = "evaluation",
                                   .rights = "model developer",
                                   .status = 201,
                                   .rate = RateClass::write},
                                  [](work::Unit& unit, Call& call, const RunDraft& draft) {
                                      return show(
                                          unit, create_run(unit, call.path<ReleaseId>("release_id"), draft));
                                  });
    routes.add_free({.method = Method::put,
                     .path = "/api/v1/runs/{run_id}/predictions",
                     .operation_id = "setPredictions",
                     .summary = "Hand in the predictions, one JSON object a line",
                     .tag = "evaluation",
                     .rights = "who began the run",
                     .rate = RateClass::upload,
                     .max_body_bytes = kMaxPredictions_bytes,
                     .is_idempotent = true},
                    "application/x-ndjson", base::json_schema<RunView>(routes.components()),
                    [&app](http::Request& request) { return take_predictions(app, request); });
    routes.add<RunActionCommand, RunView>(
        {.method = Method::post,
         .path = "/api/v1/runs/{run_id}/actions",
         .operation_id = "actOnRun",
         .summary = "Submit, cancel, publish, disqualify or reinstate a run",
         .tag = "evaluation",
         .rights = "as allowed_actions says",
         .rate = RateClass::write},
        [](work::Unit& unit, Call& call, const RunActionCommand& command) {
            return show(unit, act_on_run(unit, call.path<RunId>("run_id"), command.action,
                                         command.reason.value_or("")));
        });
}

void add_get_run(Routes& routes) {
    routes.add<Nothing, RunView>({.path = "/api/v1/runs/{run_id}",
                                  .operation_id = "getRun",
                                  .summary = "One run",
                                  .tag = "evaluation",
                                  .caller = CallerClass::anyone,
                                  .rights = "anyone once it is published; its submitter, organizers"},
                                 [](work::Unit& unit, Call& call, const Nothing&) {
                                     return show(unit, visible_run(unit, call.path<RunId>("run_id")));
                                 });
    routes.add<Nothing, Page<RunView>>(
        {.path = "/api/v1/releases/{release_id}/runs",
         .operation_id = "listRunsOfRelease",
         .summary = "Runs of a release",
         .tag = "evaluation",
         .caller = CallerClass::anyone,
         .rights = "published ones anyone; all of them organizers"},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto release = release::visible_release(unit, call.path<ReleaseId>("release_id"));
            Page<RunView> page;
            const auto items = scored_items(unit, release.id);
            for (const auto& row : evaluation::store::of_release(unit.db(), release.id)) {
                const bool is_own = unit.actor().is_person() && row.submitter_id == unit.actor().person_id;
                const bool is_open = row.state == RunState::published || is_own ||
                                     release::is_organizer(unit.actor(), release);
                if (is_open) page.items.push_back(show(unit, row, items));
            }
            return page;
        });
}

void add_get_predictions(Routes& routes) {
    routes.add_raw({.path = "/api/v1/runs/{run_id}/predictions",
                    .operation_id = "getPredictions",
                    .summary = "What was handed in, one JSON object a line",
                    .tag = "evaluation",
                    .rights = "anyone signed in once the run is published; its submitter, organizers",
                    .rate = RateClass::costly},
                   "application/x-ndjson", [](work::Unit& unit, Call& call) {
                       return predictions_of(unit, visible_run(unit, call.path<RunId>("run_id")));
                   });
}

void add_list_my_runs(Routes& routes) {
    routes.add<Nothing, Page<RunView>>(
        {.path = "/api/v1/me/runs",
         .operation_id = "listMyRuns",
         .summary = "One's own runs",
         .tag = "evaluation"},
        [](work::Unit& unit, Call&, const Nothing&) {
            Page<RunView> page;
            for (const auto& row : evaluation::store::of_person(unit.db(), unit.actor().person_id)) {
                page.items.push_back(show(unit, row));
            }
            return page;
        });
}

void add_runs(Routes& routes, const App& app) {
    add_create_run(routes, app);
    add_get_run(routes);
    add_get_predictions(routes);
    add_list_my_runs(routes);
}

}  // namespace

void add_evaluation_routes(Routes& routes, const App& app) {
    add_runs(routes, app);
    routes.add<Nothing, LeaderboardView>(
        {.path = "/api/v1/releases/{release_id}/leaderboard",
         .operation_id = "getLeaderboard",
         .summary = "The board of a release",
         .tag = "leaderboard",
         .caller = CallerClass::anyone,
         .rights = "anyone"},
        [](work::Unit& unit, Call& call, const Nothing&) {
            return board_of(unit, release::visible_release(unit, call.path<ReleaseId>("release_id")));
        });
}

}  // namespace medal::api
