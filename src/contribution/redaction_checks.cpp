#include "contribution/redaction_checks.h"

#include "base/json.h"
#include "contribution/face_check.h"
#include "contribution/redaction_rules.h"
#include "contribution/redaction_store.h"
#include "contribution/store.h"

#include <algorithm>
#include <optional>

namespace medal::contribution {
namespace {

constexpr std::size_t kMostSearched = 40;

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

std::vector<imaging::burned_in::TextRegion> regions_left(const AssetAtWork& one, const FileAtWork& file,
                                                         const std::vector<RedactionRegion>& regions,
                                                         imaging::worker::Crew& crew) {
    try {
        const auto slide = slide_of(one);
        if (!slide && one.asset.kind != AssetKind::slide) return crew.scan_text(file.out, {});
        return crew.scan_slide_text({.path = file.out.string(),
                                     .output = {},
                                     .regions = rules::regions_in(one.files.front().stored, regions),
                                     .uids = {},
                                     .slide = slide});
    } catch (const base::Error& error) {
        // What cannot be searched was looked at by the person who painted it, and is by the steward.
        if (is_final(error)) return {};
        throw;
    }
}

}  // namespace

std::vector<TextBox> search_text_again(const AssetAtWork& one, const std::vector<RedactionRegion>& regions,
                                       imaging::worker::Crew& crew) {
    std::vector<const FileAtWork*> changed;
    for (const auto& file : one.files) {
        if (file.replaced) changed.push_back(&file);
    }
    const auto step = std::max<std::size_t>(1, (changed.size() + kMostSearched - 1) / kMostSearched);
    std::vector<TextBox> boxes;
    for (std::size_t i = 0; i < changed.size(); i += step) {
        // All resolutions of a slide are shown as one picture.
        const auto& shown = one.is_dicom_slide() ? one.files.front() : *changed[i];
        for (const auto& region : regions_left(one, *changed[i], regions, crew)) {
            boxes.push_back(box_of(one.asset.id, shown.stored.first_frame, region));
        }
    }
    return boxes;
}

void update_text_check(work::Unit& unit, const RedactionRow& redaction, const std::vector<TextBox>& found) {
    const auto before = check_of(unit, redaction.case_id, CheckKind::burned_in_text);
    const auto known = before ? base::from_json<TextEvidence>(before->evidence) : TextEvidence{};
    auto check = before ? *before : new_check(unit, redaction.case_id, CheckKind::burned_in_text);
    rules::judge_again(check, rules::after_redaction(known, {redaction.asset_id, redaction.regions, found}));
    if (before) return store::update(unit.db(), check);
    if (check.verdict == Verdict::block) store::insert(unit.db(), check);
}

void update_face_check(work::Unit& unit, CaseId id, const FaceSearch& faces) {
    const auto before = check_of(unit, id, CheckKind::face);
    const auto judged = judge_faces(faces.report, faces.places);
    if (!judged && !before) return;
    auto check = before ? *before : new_check(unit, id, CheckKind::face);
    check.verdict = judged ? judged->verdict : Verdict::pass;
    check.code = judged ? judged->code : "check.face_none";
    check.message = judged ? judged->message : "No image of the case shows a face any more.";
    check.evidence = base::to_json(judged ? judged->evidence : FaceEvidence{});
    if (before) return store::update(unit.db(), check);
    store::insert(unit.db(), check);
}

}  // namespace medal::contribution
