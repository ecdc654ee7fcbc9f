#include "contribution/problem_link.h"

#include "base/error.h"
#include "campaign/store.h"

namespace medal::contribution {

void require_open_problem(work::Unit& unit, base::CampaignId campaign, const std::string& problem_id) {
    if (const auto id = base::Scalar<campaign::ProblemId>::parse(problem_id)) {
        const auto problem = campaign::store::find_problem(unit.db(), *id);
        if (problem && problem->campaign_id == campaign &&
            problem->state == campaign::ProblemState::open_for_data)
            return;
    }
    throw base::Error{base::ErrorKind::invalid,
                      "case.bad_problem",
                      "This problem does not take data.",
                      {.field = "/problem_id", .hint = "Choose one that is open for data.", .detail = {}}};
}

}  // namespace medal::contribution
