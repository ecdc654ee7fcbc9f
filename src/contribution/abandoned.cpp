#include "contribution/abandoned.h"

#include "contribution/case_actions.h"
#include "contribution/item_actions.h"
#include "contribution/redaction_actions.h"
#include "contribution/rules.h"
#include "contribution/store.h"

#include <array>

namespace medal::contribution {
namespace {

void give_to_people(work::Unit& unit, CaseRow row) {
    constexpr std::array kSystem{Part::system};
    const auto from = row.state;
    store::insert(
        unit.db(),
        CheckRow{unit.new_id<CheckId>(),
                 row.id,
                 {},
                 CheckKind::deidentification,
                 Verdict::block,
                 "The images could not be processed, and nothing of them was kept but the encrypted "
                 "originals, for 24 hours. Process the case again, or ask the data steward.",
                 "{}",
                 false,
                 unit.now(),
                 "check.given_up"});
    row.state = rules::next_state(from, CaseAction::need_attention, kSystem);
    row.done_steps = row.total_steps = 0;
    row.version += 1;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    emit_transition(unit, row, CaseAction::need_attention, from, "its processing was given up");
}

}  // namespace

int settle_abandoned(work::Unit& unit) {
    int count = 0;
    for (auto& row : store::cases_in(unit.db(), CaseState::processing)) {
        if (jobs::is_pending(unit.db(), kProcessJob, processing_payload(row.id))) continue;
        if (is_redaction_pending(unit, row.id)) continue;
        if (!settle_given_up_redaction(unit, row)) give_to_people(unit, std::move(row));
        ++count;
    }
    count += expire_previews(unit);
    for (const auto& row : store::unchecked_items(unit.db())) {
        see_to_checks(unit, row);
        ++count;
    }
    return count;
}

}  // namespace medal::contribution
