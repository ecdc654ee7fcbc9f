// STOW-RS (PS3.18, 10.5): DICOM files as uploads of a draft case. The base of the service is that of the
// case,
// `/dicomweb/cases/{case_id}`, which clients call stowRoot; without a case there is nowhere to put them.
#include "api/app.h"
#include "api/dicomweb_answers.h"
#include "api/stow_sink.h"
#include "api/typed_route.h"
#include "imaging/dicomweb/accept.h"

#include <limits>
#include <memory>

namespace medal::api {
namespace {

namespace web = imaging::dicomweb;

constexpr const char* kAnswer = "application/dicom+json";
constexpr const char* kCasePath = "/dicomweb/cases/{case_id}/studies";

std::string study_of(const http::Request& request) {
    for (const auto& item : request.params) {
        if (item.name != "study") continue;
        if (imaging::dicom::is_uid(item.value)) return item.value;
        throw base::Error{base::ErrorKind::invalid,
                          "dicomweb.bad_uid",
                          "The study in the address is not a UID.",
                          {.field = "study"}};
    }
    return {};
}

http::MultipartType require_parts(const http::Request& request) {
    const auto type = http::parse_multipart_type(request.header("content-type").value_or(""));
    if (type && type->part_type == "application/dicom") return *type;
    throw base::Error{
        base::ErrorKind::unsupported,
        "http.media_type",
        "This address takes DICOM files as the parts of one body.",
        {.field = "Content-Type",
         .hint =
             "Send Content-Type: multipart/related; type=\"application/dicom\"; boundary=… with a boundary "
             "of at most 70 characters."}};
}

void require_acceptable(const http::Request& request) {
    const auto ranges = web::parse_accept(request.header("accept").value_or(""));
    for (const auto& range : ranges) {
        if (range.type == "*/*" || range.type == "application/*" || range.type == kAnswer ||
            range.type == "application/json")
            return;
    }
    throw_not_acceptable("What was stored is told as DICOM JSON only.", "Accept application/dicom+json.");
}

std::unique_ptr<http::BodySink> open_store(const App& app, const http::Request& request) {
    require_scope(request.actor, base::Scope::contribute);
    const auto case_id = base::Scalar<contribution::CaseId>::parse(request.param("case_id"));
    if (!case_id) throw_no_such_id("case_id");
    if (!request.query_items.empty()) throw_unknown_parameter();
    StowTarget target{request.actor, *case_id, study_of(request)};
    app.quarantine.require_open(request.actor, *case_id);
    const auto type = require_parts(request);
    require_acceptable(request);
    return std::make_unique<StowSink>(StowSink::Rooms{app.quarantine, app.desk}, std::move(target),
                                      type.boundary);
}

http::Response answer_store(http::Request& request) {
    const auto outcomes = static_cast<StowSink&>(*request.sink).finish();
    auto response = http::json_response(web::store_status(outcomes), web::store_response(outcomes));
    response.content_type = kAnswer;
    return kept_private(std::move(response));
}

http::Route store_route(std::string pattern, std::string operation_id) {
    http::Route route;
    route.method = http::Method::post;
    route.pattern = std::move(pattern);
    route.operation_id = std::move(operation_id);
    route.summary = "Store DICOM files as uploads of a draft case (STOW-RS)";
    route.tag = "dicomweb";
    route.rate = http::RateClass::upload;
    route.success_status = 202;
    return route;
}

void add_store(Routes& routes, const App& app, std::string pattern, std::string operation_id) {
    auto route = store_route(std::move(pattern), std::move(operation_id));
    route.rights = "the contributor of the case, while it is a draft or needs attention";
    route.max_body_bytes = app.max_upload_bytes;
    route.body_content_type = "multipart/related";
    route.body_schema_json = R"({"type":"string","format":"binary"})";
    route.result_content_type = kAnswer;
    route.result_schema_json = R"({"type":"object"})";
    route.open_sink = [&app](http::Request& request) { return open_store(app, request); };
    route.handler = answer_store;
    routes.router().add(std::move(route));
}

// Said before a byte of the body is read. Left out of the document: it never succeeds.
void add_refusal(Routes& routes, std::string pattern, std::string operation_id) {
    auto route = store_route(std::move(pattern), std::move(operation_id));
    route.is_internal = true;
    route.max_body_bytes = std::numeric_limits<std::uint64_t>::max();
    route.open_sink = [](http::Request&) -> std::unique_ptr<http::BodySink> {
        throw base::Error{
            base::ErrorKind::conflict,
            "dicomweb.no_case",
            "Files are stored into a case, and this address names none.",
            {.hint = "Make a case, then store to /dicomweb/cases/{case_id}/studies: give a client "
                     "/dicomweb/cases/{case_id} as its base for STOW-RS."}};
    };
    route.handler = [](http::Request&) { return http::no_content(); };
    routes.router().add(std::move(route));
}

}  // namespace

void add_dicomweb_store_routes(Routes& routes, const App& app) {
    const std::string of_case = kCasePath;
    add_store(routes, app, of_case, "storeInstances");
    add_store(routes, app, of_case + "/{study}", "storeInstancesOfStudy");
    add_refusal(routes, "/dicomweb/studies", "storeInstancesNowhere");
    add_refusal(routes, "/dicomweb/studies/{study}", "storeInstancesOfStudyNowhere");
}

}  // namespace medal::api
