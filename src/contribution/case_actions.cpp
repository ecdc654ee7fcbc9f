#include "contribution/case_actions.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "campaign/rules.h"
#include "campaign/store.h"
#include "contribution/problem_link.h"
#include "contribution/redaction_actions.h"
#include "contribution/rules.h"
#include "contribution/steward.h"
#include "contribution/store.h"

#include <algorithm>

#include <boost/describe.hpp>

namespace medal::contribution {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr base::TextLimits kReasonLimits{.min_characters = 0, .max_characters = 2000};

struct ProcessPayload {
    CaseId case_id;
};
BOOST_DESCRIBE_STRUCT(ProcessPayload, (), (case_id))

struct TransitionData {
    CaseState from = CaseState::draft;
    CaseState to = CaseState::draft;
};
BOOST_DESCRIBE_STRUCT(TransitionData, (), (from, to))

void lay(CaseRow& row, const CaseDraft& draft) {
    row.label = draft.label;
    row.problem_id = draft.problem_id;
    row.clinical_context = draft.clinical_context;
    row.age_band = draft.age_band;
    row.sex = draft.sex;
    row.site_name = draft.site_name;
    row.country = draft.country;
    row.terms = draft.terms;
    row.licence = draft.licence;
    row.consent = draft.consent;
}

// Pseudonyms: the patient's is random; the site's is the same for all cases of a site in a campaign.
std::string site_key_of(base::CampaignId campaign, const CaseDraft& draft) {
    return "site-" +
           base::sha256(campaign.text() + "\n" + base::folded(draft.site_name) + "\n" + draft.country)
               .text()
               .substr(0, 12);
}

std::string random_hex(base::Random& random, std::size_t byte_count) {
    std::vector<std::byte> bytes(byte_count);
    random.fill(bytes);
    return base::hex(bytes);
}

void check_against(const CaseDraft& draft, const campaign::CampaignFile& campaign) {
    std::vector<std::string> statements;
    for (const auto& one : campaign.policy.consent_statements) statements.push_back(one.key);
    rules::check_case(draft, campaign.policy.licences, statements);
    campaign::rules::check_terms(draft.terms, campaign.taxonomy);
    campaign::rules::require_terms(draft.terms, campaign.taxonomy);
}

void require_author(const work::Unit& unit, const CaseRow& row) {
    if (unit.actor().is_person() && unit.actor().person_id == row.author_id) return;
    throw base::Error{base::ErrorKind::forbidden, "case.not_you",
                      "Only its contributor may change this case."};
}

void enqueue_processing(work::Unit& unit, const CaseRow& row) {
    unit.enqueue({.kind = kProcessJob,
                  .payload = processing_payload(row.id),
                  .priority = 5,
                  .unique_key = std::string{kProcessJob} + ":" + row.id.text()});
}

void require_files(work::Unit& unit, const CaseRow& row) {
    std::size_t complete = 0;
    std::size_t receiving = 0;
    for (const auto& upload : store::uploads_of(unit.db(), row.id)) {
        complete += upload.state == UploadState::complete ? 1 : 0;
        receiving += upload.state == UploadState::receiving ? 1 : 0;
    }
    const bool has_results = !store::assets_of(unit.db(), row.id).empty();
    rules::require_processable(complete + (has_results ? 1 : 0), receiving);
}

// The tombstone keeps who, when and that it was withdrawn; texts and images go.
void empty_out(work::Unit& unit, CaseRow& row) {
    for (const auto& asset : store::assets_of(unit.db(), row.id))
        unit.let_blobs_go("asset:" + asset.id.text());
    unit.let_blobs_go("case:" + row.id.text());
    store::remove_assets(unit.db(), row.id);
    for (auto& item : store::items_of(unit.db(), row.id)) {
        if (item.state == ItemState::released) continue;
        item.state = ItemState::withdrawn;
        item.updated_at = unit.now();
        store::update(unit.db(), item);
        unit.emit({.action = "item.withdraw",
                   .subject_kind = "item",
                   .subject_id = item.id.text(),
                   .campaign_id = item.campaign_id,
                   .reason = "its case was withdrawn"});
    }
    row.label = "withdrawn";
    row.clinical_context.clear();
}

void take_effect(work::Unit& unit, CaseRow& row, CaseAction action) {
    switch (action) {
        case CaseAction::process:
        case CaseAction::reprocess:
            require_files(unit, row);
            drop_redactions(unit, row.id);
            enqueue_processing(unit, row);
            return;
        case CaseAction::clear:
            store::clear_checks(unit.db(), row.id);
            enqueue_processing(unit, row);
            return;
        case CaseAction::withdraw:
            drop_redactions(unit, row.id);
            empty_out(unit, row);
            return;
        case CaseAction::redact:
            throw base::Error{base::ErrorKind::invalid,
                              "case.redact_where",
                              "Say which places of which image.",
                              {.field = "/action", .hint = "Send them to /redactions of the case."}};
        case CaseAction::send_back:
        case CaseAction::need_attention:
        case CaseAction::become_ready:
            return;
    }
}

// What ends a case or gives it back to its contributor is explained to them.
bool must_be_explained(CaseAction action) {
    return action == CaseAction::clear || action == CaseAction::withdraw || action == CaseAction::send_back;
}

}  // namespace

std::string processing_payload(CaseId id) {
    return base::to_json(ProcessPayload{id});
}

CaseDraft draft_of(const CaseRow& row) {
    return {row.label,   row.problem_id, row.clinical_context, row.age_band, row.sex, row.site_name,
            row.country, row.terms,      row.licence,          row.consent};
}

void emit_transition(work::Unit& unit, const CaseRow& row, CaseAction action, CaseState from,
                     const std::string& reason) {
    unit.emit({.action = "case." + std::string{base::enum_text(action)},
               .subject_kind = "case",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id,
               .reason = reason,
               .data = base::to_json(TransitionData{from, row.state})});
}

CaseRow create_case(work::Unit& unit, const campaign::CampaignRow& campaign, const CaseDraft& draft) {
    campaign::rules::require_contributing(campaign.content, base::day_of(unit.now()));
    check_against(draft, campaign.content);
    if (draft.problem_id) require_open_problem(unit, campaign.id, *draft.problem_id);
    CaseRow row;
    row.id = unit.new_id<CaseId>();
    row.campaign_id = campaign.id;
    row.author_id = unit.actor().person_id;
    row.author_name = unit.actor().display_name;
    row.author_institution = unit.actor().institution;
    lay(row, draft);
    row.patient_key = "patient-" + random_hex(unit.random(), 6);
    row.site_key = site_key_of(campaign.id, draft);
    row.study_secret = random_hex(unit.random(), kSecretBytes);
    row.created_at = row.updated_at = unit.now();
    store::insert(unit.db(), row);
    unit.emit({.action = "case.created",
               .subject_kind = "case",
               .subject_id = row.id.text(),
               .campaign_id = campaign.id});
    return row;
}

CaseRow change_case(work::Unit& unit, CaseId id, const CaseChange& change) {
    auto row = visible_case(unit, id);
    require_author(unit, row);
    if (!rules::is_open_for_change(row.state)) {
        throw base::Error{base::ErrorKind::conflict, "case.not_now", "This case can no longer be changed."};
    }
    const auto draft = rules::changed(draft_of(row), change);
    check_against(draft, campaign::store::find_campaign(unit.db(), row.campaign_id)->content);
    if (draft.problem_id && draft.problem_id != row.problem_id)
        require_open_problem(unit, row.campaign_id, *draft.problem_id);
    lay(row, draft);
    store::remove_signatures(unit.db(), row.id);
    row.site_key = site_key_of(row.campaign_id, draft);
    row.version += 1;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    return row;
}

CaseRow act_on_case(work::Unit& unit, CaseId id, CaseAction action, const std::string& reason) {
    base::require_text(reason, kReasonLimits, "/reason");
    auto row = visible_case(unit, id);
    const auto parts = rules::parts_of(unit.actor(), row.author_id, row.campaign_id);
    const auto from = row.state;
    row.state = rules::next_state(from, action, parts);
    const bool is_author = std::find(parts.begin(), parts.end(), Part::author) != parts.end();
    if (must_be_explained(action) && !is_author) require_reason(reason);
    if (action == CaseAction::clear && !may_clear_now(unit, row, reason)) {
        row.state = from;
        return row;
    }
    take_effect(unit, row, action);
    row.sent_back_at.reset();
    if (action == CaseAction::send_back) row.sent_back_at = unit.now();
    store::remove_signatures(unit.db(), row.id);
    row.version += 1;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    emit_transition(unit, row, action, from, reason);
    return row;
}

CaseRow visible_case(work::Unit& unit, CaseId id) {
    auto row = store::load_case(unit.db(), id);
    const auto& actor = unit.actor();
    const auto serves = [&](base::Role role) { return actor.has(role, row.campaign_id); };
    const bool is_author = actor.is_person() && actor.person_id == row.author_id;
    if (is_author || serves(base::Role::steward) || serves(base::Role::chair) ||
        serves(base::Role::organizer)) {
        return row;
    }
    throw base::Error{base::ErrorKind::not_found, "case.not_found",
                      "There is no such case, or it is not yours."};
}

}  // namespace medal::contribution
