#include "api/app.h"
#include "api/asset_access.h"
#include "api/campaign_views.h"
#include "api/typed_route.h"
#include "base/enum_text.h"
#include "base/text.h"
#include "campaign/actions.h"
#include "campaign/store.h"

namespace medal::api {
namespace {

using namespace campaign;
using http::CallerClass;
using http::Method;
using http::RateClass;

struct ProblemQuery {
    std::optional<bool> mine;
    std::optional<ProblemState> state;
    std::optional<std::string> search;
    std::optional<std::string> term;
    std::optional<std::string> after;
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(ProblemQuery, (), (mine, state, search, term, after, limit))

struct ProblemCommand {
    ProblemAction action = ProblemAction::submit;
    std::optional<std::string> reason;
    /// For `merge`: the problem that this one is merged into.
    std::optional<ProblemId> into;
};
BOOST_DESCRIBE_STRUCT(ProblemCommand, (), (action, reason, into))

/// The version that was changed: a newer one is not overwritten (409).
struct VersionQuery {
    std::optional<std::int64_t> version;
};
BOOST_DESCRIBE_STRUCT(VersionQuery, (), (version))

campaign::store::ProblemFilter filter_of(const work::Unit& unit, const CampaignRow& row,
                                         const ProblemQuery& query) {
    campaign::store::ProblemFilter filter;
    filter.campaign_id = row.id;
    filter.viewer = unit.actor().person_id;
    filter.only_own = query.mine.value_or(false);
    if (query.state) filter.state = std::string{base::enum_text(*query.state)};
    filter.term = query.term;
    if (query.search) {
        const auto folded = base::folded(*query.search);
        if (!folded.empty()) filter.words = base::split(folded, ' ');
        if (filter.words.size() > campaign::store::kMaxSearchWords)
            throw_bad_parameter("search", "of at most 12 words");
    }
    filter.before = query.after.value_or("");
    filter.limit = page_limit(query.limit) + 1;
    return filter;
}

void add_list_campaigns(Routes& routes) {
    routes.add<Nothing, Page<CampaignSummary>>(
        {.path = "/api/v1/campaigns",
         .operation_id = "listCampaigns",
         .summary = "All campaigns",
         .tag = "campaign",
         .caller = CallerClass::anyone,
         .rights = "anyone"},
        [](work::Unit& unit, Call&, const Nothing&) {
            Page<CampaignSummary> page;
            for (const auto& row : campaign::store::list_campaigns(unit.db()))
                page.items.push_back(summary_of(row));
            return page;
        });
    routes.add<Nothing, CampaignView>(
        {.path = "/api/v1/campaigns/{campaign}",
         .operation_id = "getCampaign",
         .summary = "One campaign, by id or slug",
         .tag = "campaign",
         .caller = CallerClass::anyone,
         .rights = "anyone"},
        [](work::Unit& unit, Call& call, const Nothing&) { return view_of(unit, campaign_of(unit, call)); });
    routes.add<CampaignFile, CampaignView>({.method = Method::post,
                                            .path = "/api/v1/campaigns",
                                            .operation_id = "createCampaign",
                                            .summary = "Make a campaign from its file",
                                            .tag = "campaign",
                                            .rights = "admin",
                                            .status = 201,
                                            .rate = RateClass::write},
                                           [](work::Unit& unit, Call&, const CampaignFile& file) {
                                               return view_of(unit, create_campaign(unit, file));
                                           });
}

void add_change_campaign(Routes& routes) {
    routes.add<CampaignFile, CampaignView>(
        {.method = Method::put,
         .path = "/api/v1/campaigns/{campaign}",
         .operation_id = "changeCampaign",
         .summary = "Make a new version of a campaign",
         .tag = "campaign",
         .rights = "its organizers",
         .rate = RateClass::write,
         .query = query_of<VersionQuery>(),
         .is_idempotent = true},
        [](work::Unit& unit, Call& call, const CampaignFile& file) {
            const auto known = call.query<VersionQuery>().version;
            return view_of(unit, change_campaign(unit, campaign_of(unit, call).id, known, file));
        });
    routes.add<Nothing, CampaignProgress>({.path = "/api/v1/campaigns/{campaign}/progress",
                                           .operation_id = "getProgress",
                                           .summary = "How far a campaign is, in numbers",
                                           .tag = "campaign",
                                           .caller = CallerClass::anyone,
                                           .rights = "anyone"},
                                          [](work::Unit& unit, Call& call, const Nothing&) {
                                              return progress_of(unit, campaign_of(unit, call));
                                          });
}

void add_campaigns(Routes& routes) {
    add_list_campaigns(routes);
    add_change_campaign(routes);
}

void add_list_problems(Routes& routes) {
    routes.add<Nothing, Page<ProblemListRow>>(
        {.path = "/api/v1/campaigns/{campaign}/problems",
         .operation_id = "listProblems",
         .summary = "Problems, with filters and search",
         .tag = "campaign",
         .caller = CallerClass::anyone,
         .rights = "anyone; drafts are seen by their author",
         .query = query_of<ProblemQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto filter = filter_of(unit, campaign_of(unit, call), call.query<ProblemQuery>());
            auto rows = campaign::store::list_problems(unit.db(), filter);
            Page<ProblemListRow> page;
            const bool has_more = static_cast<std::int64_t>(rows.size()) == filter.limit;
            if (has_more) rows.pop_back();
            for (const auto& row : rows) page.items.push_back(list_row_of(row));
            if (has_more) page.next = rows.back().id.text();
            return page;
        });
    routes.add<ProblemDraft, ProblemView>({.method = Method::post,
                                           .path = "/api/v1/campaigns/{campaign}/problems",
                                           .operation_id = "createProblem",
                                           .summary = "Propose a problem",
                                           .tag = "campaign",
                                           .rights = "a verified person",
                                           .status = 201,
                                           .rate = RateClass::write},
                                          [](work::Unit& unit, Call& call, const ProblemDraft& draft) {
                                              return view_of(
                                                  unit, create_problem(unit, campaign_of(unit, call), draft));
                                          });
}

void add_get_problem(Routes& routes) {
    routes.add<Nothing, ProblemView>({.path = "/api/v1/problems/{problem_id}",
                                      .operation_id = "getProblem",
                                      .summary = "One problem",
                                      .tag = "campaign",
                                      .caller = CallerClass::anyone,
                                      .rights = "anyone; a draft its author"},
                                     [](work::Unit& unit, Call& call, const Nothing&) {
                                         return view_of(
                                             unit, visible_problem(unit, call.path<ProblemId>("problem_id")));
                                     });
    routes.add<ProblemChange, ProblemView>(
        {.method = Method::patch,
         .path = "/api/v1/problems/{problem_id}",
         .operation_id = "changeProblem",
         .summary = "Change a draft",
         .tag = "campaign",
         .rights = "its author",
         .rate = RateClass::write},
        [](work::Unit& unit, Call& call, const ProblemChange& change) {
            return view_of(unit, change_problem(unit, call.path<ProblemId>("problem_id"), change));
        });
    routes.add<ProblemCommand, ProblemView>(
        {.method = Method::post,
         .path = "/api/v1/problems/{problem_id}/actions",
         .operation_id = "actOnProblem",
         .summary = "Move a problem on",
         .tag = "campaign",
         .rights = "as allowed_actions says",
         .rate = RateClass::write},
        [](work::Unit& unit, Call& call, const ProblemCommand& command) {
            return view_of(unit, act_on_problem(unit, call.path<ProblemId>("problem_id"), command.action,
                                                command.reason.value_or(""), command.into));
        });
}

void add_problems(Routes& routes) {
    add_list_problems(routes);
    add_get_problem(routes);
}

}  // namespace

void add_campaign_routes(Routes& routes) {
    add_campaigns(routes);
    add_problems(routes);
}

}  // namespace medal::api
