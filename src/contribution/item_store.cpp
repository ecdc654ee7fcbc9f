#include "base/error.h"
#include "contribution/store.h"
#include "db/bind.h"

namespace medal::contribution::store {
namespace {

constexpr const char* kEnd = "z";

}  // namespace

void insert(db::Session& session, const ItemRow& row, const Answer& answer) {
    db::execute(
        session,
        "INSERT INTO items (id, case_id, campaign_id, author_id, author_name, author_institution, "
        "problem_id, "
        "version, state, stem, language, answer_type, answer_spec, reference, rationale, reference_standard, "
        "reference_note, difficulty_note, asset_ids, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, "
        "$7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        row.id, row.case_id, row.campaign_id, row.author_id, row.author_name, row.author_institution,
        row.problem_id, row.version, row.state, row.stem, row.language, row.answer_type, row.answer_spec,
        answer.reference, answer.rationale, row.reference_standard, row.reference_note, row.difficulty_note,
        row.asset_ids, row.created_at, row.updated_at);
}

void update(db::Session& session, const ItemRow& row) {
    db::update(session, "items", row);
}

void update_answer(db::Session& session, ItemId id, const Answer& answer) {
    db::execute(session, "UPDATE items SET reference = $2, rationale = $3 WHERE id = $1", id,
                answer.reference, answer.rationale);
}

ItemRow load_item(db::Session& session, ItemId id) {
    auto row = db::maybe_row<ItemRow>(session, "SELECT * FROM items WHERE id = $1", id);
    if (row) return std::move(*row);
    throw base::Error{base::ErrorKind::not_found, "item.not_found",
                      "There is no such question, or it is not yours."};
}

SealedAnswer load_answer(db::Session& session, ItemId id) {
    auto row = db::maybe_row<Answer>(session, "SELECT reference, rationale FROM items WHERE id = $1", id);
    if (!row) base::fail_internal("an item without an answer");
    return SealedAnswer{std::move(*row)};
}

std::vector<ItemRow> list_items(db::Session& session, const Filter& filter) {
    const std::string before = filter.before.empty() ? kEnd : filter.before;
    if (filter.author_id) {
        return db::rows<ItemRow>(
            session,
            "SELECT * FROM items WHERE author_id = $1 AND campaign_id = $2 AND id < $3 AND "
            "(CAST($4 AS TEXT) IS NULL OR state = $4) ORDER BY id DESC LIMIT $5",
            *filter.author_id, filter.campaign_id, before, filter.state, filter.limit);
    }
    return db::rows<ItemRow>(session,
                             "SELECT * FROM items WHERE campaign_id = $1 AND id < $2 AND "
                             "(CAST($3 AS TEXT) IS NULL OR state = $3) ORDER BY id DESC LIMIT $4",
                             filter.campaign_id, before, filter.state, filter.limit);
}

std::vector<ItemRow> items_under_review(db::Session& session, base::CampaignId campaign,
                                        const std::string& before, std::int64_t limit) {
    return db::rows<ItemRow>(session,
                             "SELECT * FROM items WHERE campaign_id = $1 AND id < $2 AND "
                             "state IN ('in_review', 'in_revision', 'in_discussion') "
                             "ORDER BY id DESC LIMIT $3",
                             campaign, before.empty() ? kEnd : before, limit);
}

std::vector<ItemRow> items_of(db::Session& session, CaseId id) {
    return db::rows<ItemRow>(session, "SELECT * FROM items WHERE case_id = $1 ORDER BY id", id);
}

std::vector<ItemRow> unchecked_items(db::Session& session) {
    return db::rows<ItemRow>(session,
                             "SELECT * FROM items WHERE state IN ('submitted', 'in_checks') ORDER BY id");
}

}  // namespace medal::contribution::store
