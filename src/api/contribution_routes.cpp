#include "api/app.h"
#include "api/asset_access.h"
#include "api/typed_route.h"
#include "contribution/case_actions.h"
#include "contribution/deid_report.h"
#include "contribution/rules.h"
#include "contribution/steward.h"
#include "contribution/store.h"
#include "contribution/views.h"

namespace medal::api {
namespace {

using namespace contribution;
using http::Method;

struct CaseActionCommand {
    CaseAction action = CaseAction::process;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CaseActionCommand, (), (action, reason))

struct ItemActionCommand {
    ItemAction action = ItemAction::submit;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ItemActionCommand, (), (action, reason))

struct ListQuery {
    std::optional<bool> mine;
    std::optional<std::string> state;
    std::optional<std::string> after;
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (mine, state, after, limit))

CaseView show(work::Unit& unit, const App& app, const CaseRow& row) {
    std::vector<std::uint64_t> received;
    for (const auto& upload : store::uploads_of(unit.db(), row.id)) {
        received.push_back(app.quarantine.received_bytes(upload.id));
    }
    return view_of(unit, row, received);
}

// Whoever does not serve the campaign sees only what is theirs.
store::Filter filter_of(const work::Unit& unit, base::CampaignId campaign, const ListQuery& query) {
    const auto& actor = unit.actor();
    const bool serves = actor.has(base::Role::chair, campaign) ||
                        actor.has(base::Role::organizer, campaign) ||
                        actor.has(base::Role::steward, campaign);
    store::Filter filter;
    filter.campaign_id = campaign;
    if (!serves || query.mine.value_or(false)) filter.author_id = actor.person_id;
    filter.state = query.state;
    filter.before = query.after.value_or("");
    filter.limit = page_limit(query.limit) + 1;
    return filter;
}

template <class View, class Row, class Show>
Page<View> page_of(std::vector<Row> rows, std::int64_t limit, Show show_row) {
    Page<View> page;
    const bool has_more = static_cast<std::int64_t>(rows.size()) > limit;
    if (has_more) rows.resize(static_cast<std::size_t>(limit));
    for (const auto& row : rows) page.items.push_back(show_row(row));
    if (has_more) page.next = rows.back().id.text();
    return page;
}

// A process that was killed between the last byte and its row left the upload "receiving".
void settle_uploads(work::Unit& unit, const App& app, CaseId id) {
    for (auto& upload : store::uploads_of(unit.db(), id)) {
        const auto received = static_cast<std::int64_t>(app.quarantine.received_bytes(upload.id));
        if (upload.state != UploadState::receiving || received != upload.size_bytes) continue;
        upload.state = UploadState::complete;
        store::update(unit.db(), upload);
    }
}

void add_create_case(Routes& routes, const App& app) {
    routes.add<CaseDraft, CaseView>({.method = Method::post,
                                     .path = "/api/v1/campaigns/{campaign}/cases",
                                     .operation_id = "createCase",
                                     .summary = "Begin a case",
                                     .tag = "contribution",
                                     .rights = "a verified person",
                                     .status = 201,
                                     .rate = http::RateClass::write},
                                    [&app](work::Unit& unit, Call& call, const CaseDraft& draft) {
                                        const auto campaign = campaign_of(unit, call);
                                        require_contributor(unit, campaign);
                                        return show(unit, app, create_case(unit, campaign, draft));
                                    });
    routes.add<Nothing, Page<CaseListRow>>(
        {.path = "/api/v1/campaigns/{campaign}/cases",
         .operation_id = "listCases",
         .summary = "Cases: one's own, or all for those who serve the campaign",
         .tag = "contribution",
         .query = query_of<ListQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto query = call.query<ListQuery>();
            const auto filter = filter_of(unit, campaign_of(unit, call).id, query);
            return page_of<CaseListRow>(store::list_cases(unit.db(), filter), filter.limit - 1,
                                        [](const CaseRow& row) { return list_row_of(row); });
        });
}

void add_get_case(Routes& routes, const App& app) {
    routes.add<Nothing, CaseView>({.path = "/api/v1/cases/{case_id}",
                                   .operation_id = "getCase",
                                   .summary = "One case",
                                   .tag = "contribution",
                                   .rights = "its contributor, steward, chair, organizer"},
                                  [&app](work::Unit& unit, Call& call, const Nothing&) {
                                      return show(unit, app,
                                                  visible_case(unit, call.path<CaseId>("case_id")));
                                  });
    routes.add<CaseChange, CaseView>({.method = Method::patch,
                                      .path = "/api/v1/cases/{case_id}",
                                      .operation_id = "changeCase",
                                      .summary = "Change a case that is a draft or needs attention",
                                      .tag = "contribution",
                                      .rights = "its contributor",
                                      .rate = http::RateClass::write},
                                     [&app](work::Unit& unit, Call& call, const CaseChange& change) {
                                         return show(unit, app,
                                                     change_case(unit, call.path<CaseId>("case_id"), change));
                                     });
}

void add_act_on_case(Routes& routes, const App& app) {
    routes.add<CaseActionCommand, CaseView>(
        {.method = Method::post,
         .path = "/api/v1/cases/{case_id}/actions",
         .operation_id = "actOnCase",
         .summary = "Process, clear, send back or withdraw a case",
         .tag = "contribution",
         .rights = "as allowed_actions says",
         .rate = http::RateClass::write},
        [&app](work::Unit& unit, Call& call, const CaseActionCommand& command) {
            const auto id = call.path<CaseId>("case_id");
            visible_case(unit, id);
            settle_uploads(unit, app, id);
            return show(unit, app, act_on_case(unit, id, command.action, command.reason.value_or("")));
        });
}

void add_deid_report(Routes& routes) {
    routes.add_raw({.path = "/api/v1/cases/{case_id}/deid-report",
                    .operation_id = "getDeidReport",
                    .summary = "What was removed from each file, without values",
                    .tag = "contribution",
                    .rights = "its contributor, steward, chair, organizer"},
                   "application/json", [](work::Unit& unit, Call& call) {
                       const auto row = visible_case(unit, call.path<CaseId>("case_id"));
                       const auto report = store::find_report(unit.db(), row.id);
                       if (!report) throw_no_such_id("case_id");
                       return http::json_response(200, blob::read_text(unit.blobs(), report->report_blob));
                   });
    routes.add_raw(
        {.path = "/api/v1/cases/{case_id}/deid-report/page",
         .operation_id = "getDeidReportPage",
         .summary = "The same report as a page to read, print and keep",
         .tag = "contribution",
         .rights = "its contributor, steward, chair, organizer"},
        "text/html", [](work::Unit& unit, Call& call) {
            const auto row = visible_case(unit, call.path<CaseId>("case_id"));
            auto page = deid_report_page(unit, row.id);
            if (!page) throw_no_such_id("case_id");
            // Its own style and nothing else: the page stands alone, also where it was saved.
            return http::html_response(200, std::move(*page))
                .with("Content-Security-Policy",
                      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox");
        });
}

struct QueueQuery {
    std::optional<Turn> turn;
    std::optional<CheckKind> kind;
    std::optional<std::string> after;
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(QueueQuery, (), (turn, kind, after, limit))

void add_steward_queue(Routes& routes) {
    routes.add<Nothing, Page<StewardRow>>(
        {.path = "/api/v1/campaigns/{campaign}/steward-queue",
         .operation_id = "getStewardQueue",
         .summary = "Cases that need attention, most pressing first",
         .tag = "contribution",
         .rights = "steward, organizer",
         .query = query_of<QueueQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto query = call.query<QueueQuery>();
            const QueueFilter filter{query.turn.value_or(Turn::steward), query.kind};
            auto queue = steward_queue(unit, campaign_of(unit, call).id, filter, query.after.value_or(""),
                                       page_limit(query.limit));
            Page<StewardRow> page;
            page.items = std::move(queue.rows);
            if (!queue.next.empty()) page.next = std::move(queue.next);
            return page;
        });
}

void add_case_routes(Routes& routes, const App& app) {
    add_create_case(routes, app);
    add_get_case(routes, app);
    add_act_on_case(routes, app);
    add_deid_report(routes);
    add_steward_queue(routes);
}

void add_create_item(Routes& routes) {
    routes.add<ItemDraft, ItemView>({.method = Method::post,
                                     .path = "/api/v1/cases/{case_id}/items",
                                     .operation_id = "createItem",
                                     .summary = "Ask a question on a case",
                                     .tag = "contribution",
                                     .rights = "the case's contributor",
                                     .status = 201,
                                     .rate = http::RateClass::write},
                                    [](work::Unit& unit, Call& call, const ItemDraft& draft) {
                                        return view_of(
                                            unit, create_item(unit, call.path<CaseId>("case_id"), draft));
                                    });
    routes.add<Nothing, Page<ItemListRow>>(
        {.path = "/api/v1/campaigns/{campaign}/items",
         .operation_id = "listItems",
         .summary = "Questions: one's own, or all for those who serve the campaign",
         .tag = "contribution",
         .query = query_of<ListQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto query = call.query<ListQuery>();
            const auto filter = filter_of(unit, campaign_of(unit, call).id, query);
            return page_of<ItemListRow>(store::list_items(unit.db(), filter), filter.limit - 1,
                                        [](const ItemRow& row) { return list_row_of(row); });
        });
    routes.add<Nothing, ItemView>(
        {.path = "/api/v1/items/{item_id}",
         .operation_id = "getItem",
         .summary = "One question",
         .tag = "contribution",
         .rights = "its author; chair and organizer, unless they still have to answer it blind"},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto row = visible_item(unit, call.path<ItemId>("item_id"));
            return without_early_answer(unit, view_of(unit, row));
        });
}

void add_change_item(Routes& routes) {
    routes.add<ItemChange, ItemView>({.method = Method::patch,
                                      .path = "/api/v1/items/{item_id}",
                                      .operation_id = "changeItem",
                                      .summary = "Change a question in draft or revision",
                                      .tag = "contribution",
                                      .rights = "its author",
                                      .rate = http::RateClass::write},
                                     [](work::Unit& unit, Call& call, const ItemChange& change) {
                                         return view_of(
                                             unit, change_item(unit, call.path<ItemId>("item_id"), change));
                                     });
    routes.add<ItemActionCommand, ItemView>(
        {.method = Method::post,
         .path = "/api/v1/items/{item_id}/actions",
         .operation_id = "actOnItem",
         .summary = "Submit, resubmit or withdraw a question",
         .tag = "contribution",
         .rights = "as allowed_actions says",
         .rate = http::RateClass::write},
        [](work::Unit& unit, Call& call, const ItemActionCommand& command) {
            const auto row =
                act_on_item(unit, call.path<ItemId>("item_id"), command.action, command.reason.value_or(""));
            return without_early_answer(unit, view_of(unit, row));
        });
}

void add_item_routes(Routes& routes) {
    add_create_item(routes);
    add_change_item(routes);
}

}  // namespace

void add_contribution_routes(Routes& routes, const App& app) {
    add_case_routes(routes, app);
    add_item_routes(routes);
    add_asset_routes(routes, app);
}

}  // namespace medal::api
