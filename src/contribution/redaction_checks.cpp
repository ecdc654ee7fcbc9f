#include "contribution/redaction_checks.h"

#include "base/json.h"
#include "contribution/face_check.h"
#include "contribution/redaction_rules.h"
#include "contribution/redaction_store.h"
#include "contribution/store.h"

#include <optional>

namespace medal::contribution {
namespace {

std::optional<CheckRow> check_of(work::Unit& unit, CaseId id, CheckKind kind) {
    for (auto& check : store::checks_of_case(unit.db(), id)) {
        if (check.kind == kind) return std::move(check);
    }
    return std::nullopt;
}

CheckRow new_check(work::Unit& unit, CaseId id, CheckKind kind) {
    CheckRow check;
    check.id = unit.new_id<CheckId>();
    check.case_id = id;
    check.kind = kind;
    check.created_at = unit.now();
    return check;
}

}  // namespace

void update_text_check(work::Unit& unit, const RedactionRow& redaction, const std::vector<TextBox>& found) {
    const auto before = check_of(unit, redaction.case_id, CheckKind::burned_in_text);
    const auto known = before ? base::from_json<TextEvidence>(before->evidence) : TextEvidence{};
    auto check = before ? *before : new_check(unit, redaction.case_id, CheckKind::burned_in_text);
    rules::judge_again(check, rules::after_redaction(known, {redaction.asset_id, redaction.regions, found}));
    if (before) return store::update(unit.db(), check);
    if (check.verdict == Verdict::block) store::insert(unit.db(), check);
}

void update_face_check(work::Unit& unit, CaseId id, const imaging::worker::DefaceReport& faces) {
    const auto before = check_of(unit, id, CheckKind::face);
    const auto judged = judge_faces(faces);
    if (!judged && !before) return;
    auto check = before ? *before : new_check(unit, id, CheckKind::face);
    check.verdict = judged ? judged->verdict : Verdict::pass;
    check.message = judged ? judged->message : "No volume of the case shows a face any more.";
    check.evidence = base::to_json(judged ? judged->evidence : FaceEvidence{});
    if (before) return store::update(unit.db(), check);
    store::insert(unit.db(), check);
}

}  // namespace medal::contribution
