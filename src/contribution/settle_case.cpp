#include "contribution/settle_case.h"

#include "contribution/case_actions.h"
#include "contribution/rules.h"
#include "contribution/store.h"

namespace medal::contribution {

std::vector<Check> checks_of(const std::vector<CheckRow>& rows) {
    std::vector<Check> checks;
    for (const auto& row : rows) {
        checks.push_back({row.id, row.kind, row.verdict, row.message, {row.evidence}, row.cleared, row.code});
    }
    return checks;
}

void settle_case(work::Unit& unit, CaseRow& row) {
    const auto checks = checks_of(store::checks_of_case(unit.db(), row.id));
    const auto action =
        rules::worst(checks) == Verdict::block ? CaseAction::need_attention : CaseAction::become_ready;
    const auto from = row.state;
    row.state = rules::next_state(from, action, std::vector{Part::system});
    row.urgency = rules::urgency_of(checks);
    row.done_steps = row.total_steps = 0;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    emit_transition(unit, row, action, from, "");
}

}  // namespace medal::contribution
