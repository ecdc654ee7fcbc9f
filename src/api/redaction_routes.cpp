#include "api/app.h"
#include "api/asset_access.h"
#include "api/typed_route.h"
#include "contribution/redaction_actions.h"
#include "contribution/redaction_store.h"

namespace medal::api {
namespace {

using namespace contribution;
using http::Method;

constexpr const char* kTag = "contribution";
constexpr const char* kRights = "the case's contributor; steward without a conflict";

struct RedactionQuery {
    std::optional<std::string> after;
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(RedactionQuery, (), (after, limit))

Page<RedactionView> redactions_page(work::Unit& unit, CaseId id, const RedactionQuery& query) {
    const auto limit = page_limit(query.limit);
    auto rows = store::redactions_of(unit.db(), id, query.after.value_or(""), limit + 1);
    Page<RedactionView> page;
    const bool has_more = static_cast<std::int64_t>(rows.size()) > limit;
    if (has_more) rows.resize(static_cast<std::size_t>(limit));
    for (const auto& row : rows) page.items.push_back(view_of(row));
    if (has_more) page.next = rows.back().id.text();
    return page;
}

void add_ask(Routes& routes) {
    routes.add<RedactionCommand, RedactionView>(
        {.method = Method::post,
         .path = "/api/v1/cases/{case_id}/redactions",
         .operation_id = "redactCase",
         .summary = "Make places of an image unreadable for good, or preview a volume without its face",
         .tag = kTag,
         .rights = kRights,
         .status = 201,
         .rate = http::RateClass::write},
        [](work::Unit& unit, Call& call, const RedactionCommand& command) {
            return view_of(ask_redaction(unit, call.path<CaseId>("case_id"), command));
        });
    routes.add<DismissalCommand, RedactionView>(
        {.method = Method::post,
         .path = "/api/v1/cases/{case_id}/dismissals",
         .operation_id = "dismissFindings",
         .summary = "Say that found boxes hide nothing; clears no check",
         .tag = kTag,
         .rights = kRights,
         .status = 201,
         .rate = http::RateClass::write},
        [](work::Unit& unit, Call& call, const DismissalCommand& command) {
            return view_of(dismiss_findings(unit, call.path<CaseId>("case_id"), command));
        });
    routes.add<PreviewCommand, RedactionView>(
        {.method = Method::post,
         .path = "/api/v1/cases/{case_id}/redactions/{redaction_id}/decision",
         .operation_id = "decideRedactionPreview",
         .summary = "Put a volume without its face in place, or throw it away",
         .tag = kTag,
         .rights = kRights,
         .rate = http::RateClass::write},
        [](work::Unit& unit, Call& call, const PreviewCommand& command) {
            return view_of(decide_preview(unit, call.path<CaseId>("case_id"),
                                          call.path<RedactionId>("redaction_id"), command.decision));
        });
}

void add_look(Routes& routes) {
    routes.add<Nothing, Page<RedactionView>>(
        {.path = "/api/v1/cases/{case_id}/redactions",
         .operation_id = "listRedactions",
         .summary = "What was made unreadable or dismissed, by whom, newest first",
         .tag = kTag,
         .rights = "its contributor, steward, chair, organizer",
         .query = query_of<RedactionQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto row = visible_case(unit, call.path<CaseId>("case_id"));
            return redactions_page(unit, row.id, call.query<RedactionQuery>());
        });
    routes.add_raw({.path = "/api/v1/cases/{case_id}/redactions/{redaction_id}/pictures/{name}",
                    .operation_id = "getRedactionPicture",
                    .summary = "A volume before or after, from one side",
                    .tag = kTag,
                    .rights = "its contributor, steward, chair, organizer"},
                   "image/png", [](work::Unit& unit, Call& call) {
                       const auto hash =
                           picture_of(unit, call.path<CaseId>("case_id"),
                                      call.path<RedactionId>("redaction_id"), call.path_text("name"));
                       http::Response response;
                       response.content_type = "image/png";
                       response.with("Cache-Control", "no-store");
                       response.body = blob::read_text(unit.blobs(), hash);
                       return response;
                   });
}

}  // namespace

void add_redaction_routes(Routes& routes) {
    add_ask(routes);
    add_look(routes);
}

}  // namespace medal::api
