// DICOMweb, drawn (PS3.18, 10.4.1.1.3 and 10.4.1.1.5): rendered instances and frames, and thumbnails, of the
// images that the caller may see. The unit of work ends before anything is drawn.
#include "api/app.h"
#include "api/dicomweb_answers.h"
#include "api/dicomweb_index.h"
#include "api/dicomweb_parts.h"
#include "api/typed_route.h"
#include "contribution/store.h"
#include "http/conditional.h"
#include "imaging/dicomweb/pixels.h"
#include "imaging/dicomweb/rendering.h"
#include "imaging/worker/drawing_desk.h"

#include <optional>

namespace medal::api {
namespace {

namespace web = imaging::dicomweb;
namespace picture = imaging::picture;
using contribution::DicomInstanceRow;

/// Of one answer, whatever their number in the study.
constexpr std::size_t kMaxPictures = 64;
constexpr std::size_t kMaxPictureBytes = std::size_t{64} << 20U;
constexpr std::uint32_t kThumbnail_px = 256;

struct Target {
    DicomInstanceRow row;
    std::uint64_t frame = 0;
};

struct Request {
    const App& app;
    const http::Request& asked;
    web::Wish wish;
    std::vector<web::MediaRange> ranges;
    std::vector<SeenInstance> seen;
    /// As the address names them; empty where it names none.
    std::vector<std::uint64_t> frames;
};

template <class Read>
auto read_in_unit(const App& app, const http::Request& request, const Read& read) {
    return work::run(app.shop, request.actor, db::Access::read, read);
}

Request understood(const App& app, const http::Request& asked, web::Drawing drawing) {
    std::vector<std::pair<std::string, std::string>> parameters;
    for (const auto& item : asked.query_items) parameters.emplace_back(item.name, item.value);
    Request request{app, asked, web::parse_wish(parameters, drawing), {}, {}, {}};
    const auto field = asked.header("accept").value_or("");
    request.ranges = web::parse_accept(request.wish.accept.empty() ? field : request.wish.accept);
    request.seen =
        read_in_unit(app, asked, [&](work::Unit& unit) { return seen_by_uid(unit, uids_of(asked)); });
    for (const auto& item : asked.params) {
        if (item.name == "frames") request.frames = web::parse_frame_list(item.value);
    }
    return request;
}

std::uint64_t frames_in(const Request& request, const DicomInstanceRow& row) {
    return web::frame_count(open_instance(request.app.shop.blobs, row).data);
}

// What stands for all: the middle frame of the middle instance.
Target representative(const Request& request) {
    const auto& row = request.seen[request.seen.size() / 2].row;
    return {row, frames_in(request, row) / 2};
}

std::vector<Target> named_frames(const Request& request) {
    const auto& row = request.seen.front().row;
    const auto count = frames_in(request, row);
    std::vector<Target> targets;
    for (const auto frame : request.frames) {
        if (frame >= count) {
            throw base::Error{base::ErrorKind::not_found, "dicomweb.no_frame",
                              "The instance has no such frame."};
        }
        targets.push_back({row, frame});
    }
    return targets;
}

[[noreturn]] void throw_too_many() {
    throw base::Error{
        base::ErrorKind::too_large,
        "dicomweb.too_many_pictures",
        "There are more images than one answer may draw.",
        {.hint =
             "Ask for single instances or frames, at most 64 at a time; or accept one picture alone, as in "
             "Accept: image/jpeg, and the middle one is drawn."}};
}

std::vector<Target> every_frame(const Request& request) {
    if (request.seen.size() > kMaxPictures) throw_too_many();
    std::vector<Target> targets;
    for (const auto& one : request.seen) {
        const auto count = frames_in(request, one.row);
        if (count > kMaxPictures - targets.size()) throw_too_many();
        for (std::uint64_t frame = 0; frame < count; ++frame) targets.push_back({one.row, frame});
    }
    return targets;
}

struct Drawn {
    imaging::worker::DrawingDesk::Picture picture;
    std::string tag;
};

Drawn drawn(const Request& request, const Target& target, picture::PictureFormat format) {
    picture::Rendition rendition;
    rendition.frame = target.frame;
    rendition.window = request.wish.window;
    rendition.viewport = request.wish.viewport;
    rendition.format = format;
    rendition.quality = request.wish.quality;
    // Another version may draw otherwise.
    const auto content = target.row.blob.text() + request.app.shop.settings.version;
    const auto tag = http::entity_tag(content + base::to_json(rendition));
    const auto path = request.app.shop.blobs.local_path(target.row.blob);
    if (!path) throw base::Error{base::ErrorKind::not_found, "blob.missing", "This file is not stored."};
    rendition.path = path->string();
    return {request.app.desk.draw(content, rendition), tag};
}

http::Response single(const Request& request, const Target& target, picture::PictureFormat format) {
    auto one = drawn(request, target, format);
    http::Response response;
    response.content_type = picture::media_type(format);
    response.body = std::move(one.picture);
    response.with("ETag", std::move(one.tag));
    return response;
}

http::Response several(const Request& request, const std::vector<Target>& targets,
                       picture::PictureFormat format) {
    if (targets.size() > kMaxPictures) throw_too_many();
    std::vector<Part> parts;
    std::size_t bytes = 0;
    for (const auto& target : targets) {
        const auto one = drawn(request, target, format);
        bytes += one.picture->size();
        if (bytes > kMaxPictureBytes) throw_too_many();
        parts.push_back({std::string{picture::media_type(format)}, {{.text = *one.picture}}});
    }
    return multipart_response(std::move(parts), picture::media_type(format),
                              boundary_for(request.app.shop.random));
}

[[noreturn]] void throw_no_format() {
    throw_not_acceptable("Images are drawn as JPEG, PNG or WebP, and the request accepts none of them.",
                         "Accept image/jpeg, image/png or image/webp; for several images "
                         "multipart/related; type=\"image/jpeg\".");
}

http::Response rendered(const App& app, const http::Request& asked) {
    const auto request = understood(app, asked, web::Drawing::whole_size);
    const auto named = request.frames.empty() ? std::vector<Target>{} : named_frames(request);
    const auto is_one_file = request.seen.size() == 1;
    const auto count = !named.empty() ? named.size()
                       : is_one_file  ? frames_in(request, request.seen.front().row)
                                      : request.seen.size();
    const auto choice = web::picture_for(request.ranges, count);
    const bool is_too_much = choice.packing == web::Packing::single && named.size() > 1;
    if (choice.packing == web::Packing::refused || is_too_much) throw_no_format();
    auto response =
        choice.packing == web::Packing::single
            ? single(request, named.empty() ? representative(request) : named.front(), choice.format)
            : several(request, named.empty() ? every_frame(request) : named, choice.format);
    // PS3.18, 8.3.5.1.1: values that are not supported are left out, and the answer says so.
    if (request.wish.wants_annotation)
        response.with("Warning", "299 medal \"Annotations are not drawn: the images are de-identified.\"");
    return kept_private(std::move(response));
}

/// The picture that was made when the series was stored.
http::Response stored_thumbnail(const Request& request) {
    const auto id = request.seen[request.seen.size() / 2].row.asset_id;
    const auto asset = read_in_unit(request.app, request.asked, [&](work::Unit& unit) {
        return contribution::store::load_asset(unit.db(), id);
    });
    const auto path = request.app.shop.blobs.local_path(asset.thumbnail);
    if (!path) throw base::Error{base::ErrorKind::not_found, "blob.missing", "This file is not stored."};
    return http::file_response(*path, "image/png", "\"" + asset.thumbnail.text().substr(0, 32) + "\"");
}

http::Response thumbnail(const App& app, const http::Request& asked) {
    auto request = understood(app, asked, web::Drawing::thumbnail);
    const bool is_stored = uids_of(asked).instance.empty() && !request.wish.viewport;
    if (is_stored && web::accepts(request.ranges, picture::PictureFormat::png))
        return kept_private(stored_thumbnail(request));
    const auto choice = web::picture_for(request.ranges, 1);
    if (choice.packing != web::Packing::single) throw_no_format();
    if (!request.wish.viewport) request.wish.viewport = picture::DisplayArea{kThumbnail_px, kThumbnail_px};
    const auto target = request.frames.empty() ? representative(request) : named_frames(request).front();
    return kept_private(single(request, target, choice.format));
}

std::vector<http::Parameter> parameters_of(web::Drawing drawing) {
    if (drawing == web::Drawing::thumbnail) {
        return {{.name = "viewport", .description = "width,height in pixels, at most 4096"},
                {.name = "accept", .description = "As the field Accept, which it outranks"}};
    }
    return {{.name = "viewport", .description = "width,height[,left,top,width,height of the region]"},
            {.name = "window", .description = "center,width,function: linear, linear-exact or sigmoid"},
            {.name = "quality", .description = "1 to 100, for JPEG and WebP; 90 without it"},
            {.name = "accept", .description = "As the field Accept, which it outranks"},
            {.name = "annotation", .description = "Accepted; nothing is drawn, and a Warning says so"},
            {.name = "charset", .description = "Accepted; changes nothing"},
            {.name = "iccprofile", .description = "Accepted; changes nothing"}};
}

using Draw = http::Response (*)(const App&, const http::Request&);

struct DrawnRoute {
    std::string path;
    std::string operation_id;
    std::string summary;
    web::Drawing drawing;
};

void add_drawn(Routes& routes, const App& app, const DrawnRoute& drawn_route, Draw draw) {
    routes.add_unbound({.path = drawn_route.path,
                        .operation_id = drawn_route.operation_id,
                        .summary = drawn_route.summary,
                        .tag = "dicomweb",
                        .rights = kDicomwebRights,
                        .rate = http::RateClass::upload,
                        .query = parameters_of(drawn_route.drawing)},
                       "image/jpeg", [&app, draw](http::Request& request) { return draw(app, request); });
}

}  // namespace

void add_dicomweb_rendered_routes(Routes& routes, const App& app) {
    const std::string frames = std::string{kInstancePath} + "/frames/{frames}";
    const std::pair<std::string, std::string> levels[] = {
        {kStudyPath, "Study"}, {kSeriesPath, "Series"}, {kInstancePath, "Instance"}, {frames, "Frames"}};
    for (const auto& [path, noun] : levels) {
        add_drawn(routes, app,
                  {path + "/rendered", "render" + noun, noun + " as pictures (WADO-RS rendered)",
                   web::Drawing::whole_size},
                  rendered);
        add_drawn(routes, app,
                  {path + "/thumbnail", "retrieve" + noun + "Thumbnail", noun + ": a small picture",
                   web::Drawing::thumbnail},
                  thumbnail);
    }
}

}  // namespace medal::api
