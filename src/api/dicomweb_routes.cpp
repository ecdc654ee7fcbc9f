// DICOMweb (PS3.18): QIDO-RS and WADO-RS over the de-identified images that the caller may see.
#include "api/app.h"
#include "api/dicomweb_answers.h"
#include "api/dicomweb_index.h"
#include "api/dicomweb_parts.h"
#include "api/typed_route.h"
#include "http/conditional.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/dicomweb/accept.h"
#include "imaging/dicomweb/pixels.h"

#include <algorithm>

namespace medal::api {
namespace {

namespace web = imaging::dicomweb;
namespace dicom = imaging::dicom;

constexpr const char* kJson = "application/dicom+json";
constexpr std::string_view kFile = "application/dicom";
constexpr std::string_view kOctets = "application/octet-stream";

http::Response json_answer(const std::vector<web::Record>& records) {
    auto response = http::json_response(200, web::json_of(records));
    response.content_type = kJson;
    return kept_private(std::move(response));
}

[[noreturn]] void throw_not_kept(std::string_view offered) {
    throw_not_acceptable("The images are not kept in a form that the Accept field names.",
                         "Accept multipart/related; type=\"" + std::string{offered} +
                             "\"; transfer-syntax=*: nothing is transcoded.");
}

struct Parts {
    std::vector<Part> parts;
    std::string_view type;
    web::Packing packing = web::Packing::multipart;
    /// Names the bytes of the only part: a stored file never changes.
    std::string content;
};

http::Response packed(work::Unit& unit, Parts sent) {
    if (sent.packing != web::Packing::single)
        return kept_private(
            multipart_response(std::move(sent.parts), sent.type, boundary_for(unit.random())));
    auto& part = sent.parts.front();
    return kept_private(pieces_response(std::move(part.pieces), std::move(part.content_type)))
        .with("ETag", http::entity_tag(sent.content));
}

std::string content_of(const contribution::DicomInstanceRow& row, const std::string& part) {
    return row.blob.text() + "/" + part;
}

std::vector<web::MediaRange> accepted(const Call& call) {
    return web::parse_accept(call.request().header("accept").value_or(""));
}

web::Query query_of_request(const Call& call) {
    std::vector<std::pair<std::string, std::string>> parameters;
    for (const auto& item : call.request().query_items) parameters.emplace_back(item.name, item.value);
    return web::parse_query(parameters);
}

Part whole_file(const OpenInstance& open) {
    return {std::string{kFile} + "; transfer-syntax=" + open.data.transfer_syntax,
            {{.path = open.path, .length = open.file.bytes().size()}}};
}

http::Response retrieve(work::Unit& unit, Call& call) {
    const auto ranges = accepted(call);
    const auto seen = seen_by_uid(unit, uids_of(call.request()));
    std::vector<Part> parts;
    auto packing = web::Packing::multipart;
    std::string content;
    for (const auto& one : seen) {
        const auto open = open_instance(unit.blobs(), one.row);
        const auto own = web::packing_for(ranges, kFile, open.data.transfer_syntax);
        if (own == web::Packing::refused) continue;
        packing = own;
        content = content_of(one.row, "file");
        parts.push_back(whole_file(open));
    }
    const bool is_too_much = packing == web::Packing::single && parts.size() > 1;
    if (parts.empty() || is_too_much) throw_not_kept(kFile);
    return packed(unit, {std::move(parts), kFile, packing, std::move(content)});
}

http::Response metadata(work::Unit& unit, Call& call) {
    std::vector<web::Record> records;
    for (const auto& one : seen_by_uid(unit, uids_of(call.request())))
        records.push_back(metadata_of(unit, one.row));
    return json_answer(records);
}

// Bytes of the mapped file by their place in it; those of a deflated data set lie in memory only.
Piece piece_of(const OpenInstance& open, imaging::Bytes bytes) {
    if (open.data.inflated) return {.text = std::string{imaging::text_of(bytes)}};
    return {.path = open.path,
            .offset = static_cast<std::uint64_t>(bytes.data() - open.file.bytes().data()),
            .length = bytes.size()};
}

// Frames that are not compressed are the same octets in every little-endian syntax.
std::string frame_syntax(const dicom::DataSet& data) {
    if (data.is_encapsulated() || data.transfer_syntax == dicom::kExplicitBig) return data.transfer_syntax;
    return std::string{dicom::kExplicitLittle};
}

http::Response frames_answer(work::Unit& unit, const Call& call, const contribution::DicomInstanceRow& row,
                             const std::vector<std::uint64_t>& wanted) {
    const auto open = open_instance(unit.blobs(), row);
    const auto ranges = accepted(call);
    const auto syntax = frame_syntax(open.data);
    std::string type{kOctets};
    auto packing = web::packing_for(ranges, type, syntax);
    if (packing == web::Packing::refused) {
        type = web::frame_media_type(syntax);
        packing = web::packing_for(ranges, type, syntax);
    }
    const bool is_too_much = packing == web::Packing::single && wanted.size() > 1;
    if (packing == web::Packing::refused || is_too_much) throw_not_kept(kOctets);
    std::vector<Part> parts;
    for (const auto frame : wanted) {
        parts.push_back({type + "; transfer-syntax=" + syntax, {}});
        for (const auto& bytes : web::frame_bytes(open.data, frame))
            parts.back().pieces.push_back(piece_of(open, bytes));
    }
    const auto content = content_of(row, "frame/" + std::to_string(wanted.front()));
    return packed(unit, {std::move(parts), type, packing, content});
}

http::Response frames(work::Unit& unit, Call& call) {
    const auto seen = seen_by_uid(unit, uids_of(call.request()));
    const auto wanted = web::parse_frame_list(call.path_text("frames"));
    return frames_answer(unit, call, seen.front().row, wanted);
}

std::vector<std::uint64_t> all_frames(const dicom::DataSet& data) {
    std::vector<std::uint64_t> frames(web::frame_count(data));
    for (std::size_t i = 0; i < frames.size(); ++i) frames[i] = i;
    return frames;
}

http::Response bulk_data(work::Unit& unit, Call& call) {
    const auto seen = seen_by_uid(unit, uids_of(call.request()));
    const auto place = base::detail::parse_whole_number(call.path_text("place"));
    const auto open = open_instance(unit.blobs(), seen.front().row);
    const auto& elements = open.data.elements;
    if (!place || *place < 0 || static_cast<std::size_t>(*place) >= elements.size())
        throw_no_such_id("place");
    const auto& element = elements[static_cast<std::size_t>(*place)];
    if (element.kind == dicom::Kind::fragments && element.tag == dicom::tags::kPixelData)
        return frames_answer(unit, call, seen.front().row, all_frames(open.data));
    if (element.kind != dicom::Kind::value) throw_no_such_id("place");
    const auto packing = web::packing_for(accepted(call), kOctets, frame_syntax(open.data));
    if (packing == web::Packing::refused) throw_not_kept(kOctets);
    Part part{std::string{kOctets} + "; transfer-syntax=" + frame_syntax(open.data),
              {piece_of(open, open.data.value(element))}};
    const auto content = content_of(seen.front().row, "bulk/" + std::to_string(*place));
    return packed(unit, {{std::move(part)}, kOctets, packing, content});
}

http::Response search_answer(work::Unit& unit, Call& call, web::Level level) {
    const auto query = query_of_request(call);
    const auto result = search(unit, {level, query, uids_of(call.request())});
    auto response = json_answer(result.records);
    if (result.is_cut_short)
        response.with("Warning",
                      "299 medal \"Only the newest series were searched; name a StudyInstanceUID.\"");
    if (query.wants_fuzzy)
        response.with("Warning",
                      "299 medal \"The fuzzymatching parameter is not supported. Only literal matching has "
                      "been performed.\"");
    if (result.has_more)
        response.with("Warning", "299 medal \"There are additional results that can be requested.\"");
    return response;
}

std::vector<http::Parameter> search_parameters() {
    return {
        {.name = "limit",
         .schema_json = R"({"type":"integer","minimum":0})",
         .description = "At most 200; 100 without it."},
        {.name = "offset", .schema_json = R"({"type":"integer","minimum":0})", .description = {}},
        {.name = "includefield", .description = "Keywords or tags, or all."},
        {.name = "fuzzymatching", .description = "Matching is literal; true gets a Warning."},
    };
}

void add_search(Routes& routes, const std::string& path, std::string operation_id, web::Level level) {
    const bool is_within = path.find('{') != std::string::npos;
    routes.add_raw({.path = path,
                    .operation_id = std::move(operation_id),
                    .summary = "Search (QIDO-RS); any attribute's keyword or tag is a search key",
                    .tag = "dicomweb",
                    .rights = is_within ? kDicomwebRights : "",
                    .query = search_parameters()},
                   kJson, [level](work::Unit& unit, Call& call) { return search_answer(unit, call, level); });
}

using Answer = http::Response (*)(work::Unit&, Call&);

struct Retrieval {
    std::string path;
    std::string operation_id;
    std::string summary;
    std::string content_type;
};

void add_retrieval(Routes& routes, const Retrieval& retrieval, Answer answer) {
    routes.add_raw({.path = retrieval.path,
                    .operation_id = retrieval.operation_id,
                    .summary = retrieval.summary,
                    .tag = "dicomweb",
                    .rights = kDicomwebRights,
                    .rate = http::RateClass::upload},
                   retrieval.content_type, answer);
}

void add_level(Routes& routes, const std::string& path, const std::string& noun) {
    add_retrieval(routes, {path, "retrieve" + noun, noun + " as DICOM files (WADO-RS)", "multipart/related"},
                  retrieve);
    add_retrieval(
        routes,
        {path + "/metadata", "retrieve" + noun + "Metadata", noun + ": metadata as DICOM JSON", kJson},
        metadata);
}

}  // namespace

void add_dicomweb_routes(Routes& routes) {
    const std::string study = kStudyPath;
    const std::string series = kSeriesPath;
    const std::string instance = kInstancePath;
    add_search(routes, "/dicomweb/studies", "searchStudies", web::Level::study);
    add_search(routes, "/dicomweb/series", "searchSeries", web::Level::series);
    add_search(routes, "/dicomweb/instances", "searchInstances", web::Level::instance);
    add_search(routes, study + "/series", "searchSeriesOfStudy", web::Level::series);
    add_search(routes, study + "/instances", "searchInstancesOfStudy", web::Level::instance);
    add_search(routes, series + "/instances", "searchInstancesOfSeries", web::Level::instance);
    add_level(routes, study, "Study");
    add_level(routes, series, "Series");
    add_level(routes, instance, "Instance");
    add_retrieval(
        routes,
        {instance + "/frames/{frames}", "retrieveFrames", "Frames as stored: 1,2,3", "multipart/related"},
        frames);
    add_retrieval(routes,
                  {instance + "/bulkdata/{place}", "retrieveBulkData", "A long value that the metadata names",
                   "multipart/related"},
                  bulk_data);
}

}  // namespace medal::api
