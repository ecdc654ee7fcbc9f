#include "evaluation/run_actions.h"

#include "base/enum_text.h"
#include "base/error.h"
#include "base/json.h"
#include "base/sealed.h"
#include "base/text.h"
#include "blob/store.h"
#include "release/actions.h"

#include <algorithm>
#include <istream>

namespace medal::evaluation {
namespace {

using base::Error;
using base::ErrorKind;

struct GradePayload {
    RunId run_id;
};
BOOST_DESCRIBE_STRUCT(GradePayload, (), (run_id))

constexpr base::TextLimits kReasonLimits{.min_characters = 20, .max_characters = 2000};

void emit(work::Unit& unit, const RunRow& row, std::string_view verb, const std::string& reason = {}) {
    unit.emit({.action = "run." + std::string{verb},
               .subject_kind = "run",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id,
               .reason = reason});
}

void check(const RunDraft& draft) {
    base::require_text(draft.model.name, {.min_characters = 1, .max_characters = 120}, "/model/name");
    base::require_text(draft.model.version, {.min_characters = 0, .max_characters = 120}, "/model/version");
    base::require_text(draft.model.provider, {.min_characters = 0, .max_characters = 120}, "/model/provider");
    base::require_text(draft.protocol.profile, {.min_characters = 1, .max_characters = 60},
                       "/protocol/profile");
    base::require_text(draft.note, {.min_characters = 0, .max_characters = 4000}, "/note");
    if (draft.sitting) {
        base::require_text(*draft.sitting, {.min_characters = 8, .max_characters = 100}, "/sitting");
    }
    if (draft.protocol.epochs < 1 || draft.protocol.epochs > kMaxEpochs) {
        throw Error{
            ErrorKind::invalid, "run.epochs", "Epochs lie between 1 and 20.", {.field = "/protocol/epochs"}};
    }
}

bool is_submitter(const base::Actor& actor, const RunRow& row) {
    return actor.is_person() && actor.person_id == row.submitter_id;
}

void require_part(const base::Actor& actor, const RunRow& row, RunAction action) {
    const bool is_submitters = action == RunAction::submit || action == RunAction::cancel;
    if (is_submitters ? is_submitter(actor, row) : actor.has(base::Role::organizer, row.campaign_id)) return;
    throw Error{ErrorKind::forbidden,
                "run.not_you",
                "You may not do this with this run.",
                {.field = "/action", .hint = "See allowed_actions.", .detail = {}}};
}

void require_submitter(const work::Unit& unit, const RunRow& row) {
    if (is_submitter(unit.actor(), row)) return;
    throw Error{ErrorKind::forbidden, "run.not_you", "Only who handed it in may change a run."};
}

RunRow run_that_wants_predictions(work::Unit& unit, RunId id) {
    auto row = visible_run(unit, id);
    require_submitter(unit, row);
    if (row.state == RunState::queued) return row;
    throw Error{ErrorKind::conflict, "run.not_now", "The predictions of this run are fixed already."};
}

Prediction read_line(std::string_view line, std::size_t number) {
    try {
        return base::from_json<Prediction>(line);
    } catch (const Error& error) {
        throw Error{ErrorKind::invalid,
                    "predictions.bad_line",
                    "Line " + std::to_string(number) + " is not a prediction: " + error.message(),
                    {.field = error.field(), .hint = "See docs/model-developer.md.", .detail = {}}};
    }
}

std::vector<Prediction> read_lines(std::string_view text) {
    std::vector<Prediction> predictions;
    std::size_t number = 0;
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find('\n', from), text.size());
        const auto line = text.substr(from, to - from);
        from = to + 1;
        ++number;
        if (line.empty()) continue;
        predictions.push_back(read_line(line, number));
    }
    return predictions;
}

struct Graded {
    Summary summary;
    std::vector<double> item_scores;
    std::int64_t graded = 0;
    std::int64_t invalid = 0;
};

Graded grade_all(const std::vector<FrozenItem>& items, std::vector<Prediction> predictions,
                 std::int64_t epochs) {
    std::vector<ScoredItem> scored;
    std::map<std::string, const FrozenItem*> by_id;
    for (const auto& one : items) {
        scored.push_back({one.item.item_id, one.item.patient_key, answers::type_of(one.item.answer_spec)});
        by_id.emplace(one.item.item_id, &one);
    }
    Graded result;
    std::vector<SampleGrade> grades;
    for (const auto& prediction : settled(std::move(predictions))) {
        const auto found = by_id.find(prediction.item_id);
        if (found == by_id.end()) continue;
        const auto& answer = found->second->answer.open_seal();
        grades.push_back(grade_sample(prediction, found->second->item.answer_spec, answer.reference));
        ++result.graded;
        result.invalid += grades.back().valid ? 0 : 1;
    }
    result.summary = summarise(scored, grades, epochs);
    result.item_scores = item_scores(scored, grades, epochs);
    return result;
}

// Off the board, or on it again; the state stays, and so does what was handed in.
RunRow judge_run(work::Unit& unit, RunRow row, RunAction action, const std::string& reason) {
    base::require_text(base::trimmed(reason), kReasonLimits, "/reason");
    const bool is_out = action == RunAction::disqualify;
    row.disqualified = is_out ? std::optional{reason} : std::nullopt;
    store::update(unit.db(), row);
    emit(unit, row, is_out ? "disqualified" : "reinstated", reason);
    return row;
}

}  // namespace

std::vector<RunAction> allowed_actions(const base::Actor& actor, const RunRow& row) {
    std::vector<RunAction> actions;
    if (is_submitter(actor, row) && row.state == RunState::queued) {
        if (row.predictions_blob) actions.push_back(RunAction::submit);
        actions.push_back(RunAction::cancel);
    }
    if (!actor.has(base::Role::organizer, row.campaign_id)) return actions;
    if (row.state == RunState::complete && !row.disqualified) actions.push_back(RunAction::publish);
    if (row.state == RunState::complete || row.state == RunState::published) {
        actions.push_back(row.disqualified ? RunAction::reinstate : RunAction::disqualify);
    }
    return actions;
}

RunRow visible_run(work::Unit& unit, RunId id) {
    auto row = store::load(unit.db(), id);
    const bool is_open = row.state == RunState::published || is_submitter(unit.actor(), row) ||
                         unit.actor().has(base::Role::organizer, row.campaign_id);
    if (is_open) return row;
    throw Error{ErrorKind::not_found, "run.not_found", "There is no such run, or it is not yours."};
}

RunRow create_run(work::Unit& unit, ReleaseId release_id, const RunDraft& draft) {
    const auto release = release::visible_release(unit, release_id);
    const bool is_open = release.state == release::ReleaseState::published ||
                         release.state == release::ReleaseState::superseded;
    if (!is_open)
        throw Error{ErrorKind::conflict, "run.release_not_published", "This release is not published yet."};
    if (!unit.actor().has(base::Role::model_developer, release.campaign_id)) {
        throw Error{ErrorKind::forbidden,
                    "run.not_developer",
                    "Join the campaign as model developer first.",
                    {.field = {}, .hint = "POST /api/v1/campaigns/…/join", .detail = {}}};
    }
    check(draft);
    if (draft.sitting) {
        auto earlier = store::find_sitting(unit.db(), unit.actor().person_id, *draft.sitting);
        if (earlier && earlier->release_id == release_id) return *earlier;
    }
    RunRow row;
    row.id = unit.new_id<RunId>();
    row.release_id = release_id;
    row.campaign_id = release.campaign_id;
    row.submitter_id = unit.actor().person_id;
    row.submitter_name = unit.actor().display_name;
    row.submitter_institution = unit.actor().institution;
    row.model = draft.model;
    row.protocol = draft.protocol;
    row.note = draft.note;
    row.sitting = draft.sitting;
    row.created_at = unit.now();
    store::insert(unit.db(), row);
    emit(unit, row, "created");
    return row;
}

void require_predictions_wanted(work::Unit& unit, RunId id) {
    run_that_wants_predictions(unit, id);
}

RunRow set_predictions(work::Unit& unit, RunId id, const base::Sha256& blob, std::int64_t bytes,
                       std::int64_t samples) {
    auto row = run_that_wants_predictions(unit, id);
    unit.let_blobs_go("run:" + id.text());
    unit.keep_blob(blob, "run:" + id.text(), bytes);
    row.predictions_blob = blob;
    row.samples = samples;
    store::update(unit.db(), row);
    return row;
}

RunRow act_on_run(work::Unit& unit, RunId id, RunAction action, const std::string& reason) {
    auto row = visible_run(unit, id);
    require_part(unit.actor(), row, action);
    const auto allowed = allowed_actions(unit.actor(), row);
    if (std::find(allowed.begin(), allowed.end(), action) == allowed.end()) {
        throw Error{ErrorKind::conflict,
                    "run.not_now",
                    "This cannot be done while the run is " + std::string{base::enum_text(row.state)} + ".",
                    {.field = "/action", .hint = "See allowed_actions.", .detail = {}}};
    }
    if (action == RunAction::disqualify || action == RunAction::reinstate) {
        return judge_run(unit, std::move(row), action, reason);
    }
    if (action == RunAction::submit) {
        row.state = RunState::grading;
        unit.enqueue({.kind = kGradeJob, .payload = base::to_json(GradePayload{id}), .priority = 6});
    } else if (action == RunAction::cancel) {
        row.state = RunState::cancelled;
    } else {
        row.state = RunState::published;
        row.published_at = unit.now();
    }
    store::update(unit.db(), row);
    emit(unit, row, base::enum_text(row.state));
    return row;
}

std::int64_t check_predictions(std::istream& lines) {
    std::vector<char> buffer(kMaxPrediction_bytes);
    std::int64_t count = 0;
    for (std::size_t number = 1; lines.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
         ++number) {
        // The count includes the line break, which the last line may lack.
        const auto length = static_cast<std::size_t>(lines.gcount()) - (lines.eof() ? 0U : 1U);
        if (length == 0) continue;
        read_line({buffer.data(), length}, number);
        ++count;
    }
    if (!lines.eof()) {
        throw Error{ErrorKind::invalid,
                    "predictions.long_line",
                    "A line is above 1 MiB.",
                    {.hint = "Send one JSON object a line."}};
    }
    if (count == 0) {
        throw Error{ErrorKind::invalid,
                    "predictions.empty",
                    "There is no prediction.",
                    {.hint = "Send one JSON object a line."}};
    }
    return count;
}

std::vector<FrozenItem> frozen_items(db::Session& session, ReleaseId release, release::Split split) {
    std::vector<FrozenItem> items;
    for (const auto& entry : release::store::entries_of(session, release)) {
        if (entry.split != split) continue;
        if (!entry.frozen_item || !entry.frozen_answer)
            base::fail_internal("a published release has an entry that was not frozen");
        items.push_back({base::from_json<release::PackageItem>(*entry.frozen_item),
                         base::Sealed{base::from_json<release::PackageAnswer>(*entry.frozen_answer)}});
    }
    return items;
}

// Sealed items count on the board; a release without any is scored on the open ones.
int settle_abandoned(work::Unit& unit) {
    int count = 0;
    for (auto& row : store::being_graded(unit.db())) {
        if (jobs::is_pending(unit.db(), kGradeJob, base::to_json(GradePayload{row.id}))) continue;
        row.state = RunState::failed;
        store::update(unit.db(), row);
        emit(unit, row, "failed");
        ++count;
    }
    return count;
}

void grade(work::Workshop& shop, jobs::JobContext& job) {
    const auto id = base::from_json<GradePayload>(job.job().payload).run_id;
    const auto row = db::transact(shop.database, db::Access::read,
                                  [&](db::Session& session) { return store::load(session, id); });
    if (row.state != RunState::grading || !row.predictions_blob) return;
    auto items = db::transact(shop.database, db::Access::read, [&](db::Session& session) {
        auto sealed = frozen_items(session, row.release_id, release::Split::public_test);
        return sealed.empty() ? frozen_items(session, row.release_id, release::Split::public_dev) : sealed;
    });
    const auto result =
        grade_all(items, read_lines(blob::read_text(shop.blobs, *row.predictions_blob)), row.protocol.epochs);
    work::run(shop, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
        job.complete_in(unit.db());
        auto graded = store::load(unit.db(), id);
        graded.state = RunState::complete;
        graded.summary = result.summary;
        graded.item_scores = result.item_scores;
        graded.graded = result.graded;
        graded.invalid = result.invalid;
        store::update(unit.db(), graded);
        emit(unit, graded, "graded");
    });
}

}  // namespace medal::evaluation
