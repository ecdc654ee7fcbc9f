#include "api/app.h"
#include "api/asset_access.h"
#include "api/typed_route.h"
#include "contribution/overlays.h"
#include "contribution/store.h"
#include "contribution/tile_cutter.h"

#include <algorithm>
#include <memory>

namespace medal::api {
namespace {

using namespace contribution;

constexpr const char* kPrivateForever = "private, max-age=31536000, immutable";
constexpr const char* kAskAgain = "private, no-cache";
constexpr const char* kRights =
    "who may see the case; reviewers of its questions; anyone signed in once it is released";

/// Views name the version (`v`) of the bytes; an address without it may show others after a redaction.
bool names_version(const Call& call) {
    const auto& items = call.request().query_items;
    return std::any_of(items.begin(), items.end(), [](const auto& item) { return item.name == "v"; });
}

/// For the one who asked.
http::Response kept_private(http::Response response, const char* how_long) {
    response.headers.push_back({"Cache-Control", how_long});
    // Another person at the same browser has another session: what is kept for one is not shown to the next.
    response.headers.push_back({"Vary", "Cookie, Authorization"});
    return response;
}

std::filesystem::path path_of(blob::Store& blobs, const base::Sha256& hash) {
    auto path = blobs.local_path(hash);
    if (!path) throw base::Error{base::ErrorKind::not_found, "blob.missing", "This file is not stored."};
    return std::move(*path);
}

std::string tag_of(const base::Sha256& hash) {
    return "\"" + hash.text().substr(0, 32) + "\"";
}

struct Shown {
    const base::Sha256& hash;
    const std::string& media_type;
};

http::Response blob_response(work::Unit& unit, const Call& call, const Shown& shown) {
    return kept_private(
        http::file_response(path_of(unit.blobs(), shown.hash), shown.media_type, tag_of(shown.hash)),
        names_version(call) ? kPrivateForever : kAskAgain);
}

Endpoint image_endpoint(const std::string& path, const std::string& operation_id,
                        const std::string& summary) {
    return {.path = "/api/v1/assets/{asset_id}" + path,
            .operation_id = operation_id,
            .summary = summary,
            .tag = "viewer",
            .rights = kRights,
            .rate = http::RateClass::upload};
}

std::int64_t number_in(const Call& call, std::string_view name) {
    const auto number = base::detail::parse_whole_number(call.path_text(name));
    if (!number) throw_no_such_id(name);
    return *number;
}

FrameRow frame_of(work::Unit& unit, const AssetRow& asset, std::int64_t index) {
    auto frame = store::find_frame(unit.db(), asset.id, index);
    if (!frame) throw_no_such_id("index");
    return std::move(*frame);
}

/// The masks that this actor may see: a reviewer is not shown one that the question does not show.
AssetDetail shown_detail(work::Unit& unit, const AssetRow& asset) {
    auto detail = detail_of(unit, asset);
    for (const auto& other : store::assets_of(unit.db(), asset.case_id)) {
        if (rules::may_lie_over(other, asset) && may_see_asset(unit, other))
            detail.overlays.push_back(overlay_of(other));
    }
    return detail;
}

void add_detail(Routes& routes) {
    routes.add<Nothing, AssetDetail>({.path = "/api/v1/assets/{asset_id}",
                                      .operation_id = "getAsset",
                                      .summary = "An image and its frames",
                                      .tag = "viewer",
                                      .rights = kRights},
                                     [](work::Unit& unit, Call& call, const Nothing&) {
                                         return shown_detail(
                                             unit, visible_asset(unit, call.path<AssetId>("asset_id")));
                                     });
}

void add_files(Routes& routes) {
    routes.add_raw(image_endpoint("/frames/{index}", "getFrame", "One frame or file, as it is stored"),
                   "application/dicom", [](work::Unit& unit, Call& call) {
                       const auto asset = visible_asset(unit, call.path<AssetId>("asset_id"));
                       const auto frame = frame_of(unit, asset, number_in(call, "index"));
                       return blob_response(unit, call, {frame.blob, frame.media_type});
                   });
    routes.add_raw(image_endpoint("/thumbnail", "getThumbnail", "A small picture"), "image/png",
                   [](work::Unit& unit, Call& call) {
                       const auto asset = visible_asset(unit, call.path<AssetId>("asset_id"));
                       return blob_response(unit, call, {asset.thumbnail, "image/png"});
                   });
    routes.add_raw(
        image_endpoint("/media", "getMedia", "The file that a browser shows or plays; ranges are honoured"),
        "application/octet-stream", [](work::Unit& unit, Call& call) {
            const auto asset = visible_asset(unit, call.path<AssetId>("asset_id"));
            // The rendition of a picture with a pyramid is for tiles only.
            if (asset.layout.rendition && !asset.layout.pyramid)
                return blob_response(unit, call,
                                     {asset.layout.rendition->blob, asset.layout.rendition->media_type});
            const auto frame = frame_of(unit, asset, 0);
            return blob_response(unit, call, {frame.blob, frame.media_type});
        });
    routes.add_raw(
        image_endpoint("/frame-times", "getFrameTimes",
                       "When each frame of a video begins, in microseconds of the clock of its media"),
        "application/json", [](work::Unit& unit, Call& call) {
            const auto asset = visible_asset(unit, call.path<AssetId>("asset_id"));
            if (!asset.layout.frame_times) throw_no_such_id("asset_id");
            return blob_response(unit, call, {*asset.layout.frame_times, "application/json"});
        });
}

struct PyramidFiles {
    /// Of the one file, or of all of them.
    base::Sha256 hash;
    std::vector<base::Sha256> blobs;
    std::vector<std::filesystem::path> paths{};
};

PyramidFiles blobs_of(work::Unit& unit, const AssetRow& asset) {
    if (!asset.layout.pyramid) throw_no_such_id("asset_id");
    if (asset.layout.rendition) return {asset.layout.rendition->blob, {asset.layout.rendition->blob}};
    PyramidFiles files{asset.sha256, {}};
    for (const auto& frame : store::frames_of(unit.db(), asset.id)) files.blobs.push_back(frame.blob);
    if (files.blobs.size() == 1) files.hash = files.blobs.front();
    return files;
}

/// The files that tiles are cut from, where this actor may see them: of a slide in DICOM several.
PyramidFiles pyramid_files(work::Workshop& shop, const http::Request& request, AssetId id) {
    auto files = work::run(shop, request.actor, db::Access::read,
                           [&](work::Unit& unit) { return blobs_of(unit, visible_asset(unit, id)); });
    for (const auto& blob : files.blobs) files.paths.push_back(path_of(shop.blobs, blob));
    return files;
}

void add_tiles(Routes& routes, const App& app) {
    const auto& data = app.shop.settings.data_folder;
    auto cutter = std::make_shared<TileCutter>(std::vector{data / "blobs", data / "blob-copies"});
    routes.add_raw_with_workshop(
        image_endpoint("/tiles/{level}/{column}/{row}", "getTile",
                       "One tile of a slide or a large picture; level 0 is the full resolution"),
        "image/jpeg", [cutter](work::Workshop& shop, http::Request& request) {
            const Call call{request};
            const imaging::viewing::TilePlace place{number_in(call, "level"), number_in(call, "column"),
                                                    number_in(call, "row")};
            const auto files = pyramid_files(shop, request, call.path<AssetId>("asset_id"));
            http::Response response;
            response.content_type = "image/jpeg";
            response.body = cutter->tile(files.hash, files.paths, place);
            response.headers.push_back({"ETag", tag_of(files.hash)});
            return kept_private(std::move(response), names_version(call) ? kPrivateForever : kAskAgain);
        });
}

}  // namespace

void add_asset_routes(Routes& routes, const App& app) {
    add_detail(routes);
    add_files(routes);
    add_tiles(routes, app);
}

}  // namespace medal::api
