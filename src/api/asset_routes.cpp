#include "api/asset_access.h"
#include "api/typed_route.h"
#include "contribution/store.h"

#include <algorithm>

namespace medal::api {
namespace {

using namespace contribution;

constexpr const char* kPrivateForever = "private, max-age=31536000, immutable";
constexpr const char* kAskAgain = "private, no-cache";

/// Views name the version (`v`) of the bytes; an address without it may show others after a redaction.
bool names_version(const Call& call) {
    const auto& items = call.request().query_items;
    return std::any_of(items.begin(), items.end(), [](const auto& item) { return item.name == "v"; });
}

struct Shown {
    const base::Sha256& hash;
    const std::string& media_type;
};

http::Response blob_response(work::Unit& unit, const Call& call, const Shown& shown) {
    const auto& hash = shown.hash;
    const auto path = unit.blobs().local_path(hash);
    if (!path) throw base::Error{base::ErrorKind::not_found, "blob.missing", "This file is not stored."};
    auto response = http::file_response(*path, shown.media_type, "\"" + hash.text().substr(0, 32) + "\"");
    response.headers.push_back({"Cache-Control", names_version(call) ? kPrivateForever : kAskAgain});
    // Another person at the same browser has another session: what is kept for one is not shown to the next.
    response.headers.push_back({"Vary", "Cookie, Authorization"});
    return response;
}

}  // namespace

void add_asset_routes(Routes& routes) {
    const std::string rights =
        "who may see the case; reviewers of its questions; anyone signed in once it is released";
    routes.add<Nothing, AssetDetail>({.path = "/api/v1/assets/{asset_id}",
                                      .operation_id = "getAsset",
                                      .summary = "An image and its frames",
                                      .tag = "viewer",
                                      .rights = rights},
                                     [](work::Unit& unit, Call& call, const Nothing&) {
                                         return detail_of(
                                             unit, visible_asset(unit, call.path<AssetId>("asset_id")));
                                     });
    routes.add_raw({.path = "/api/v1/assets/{asset_id}/frames/{index}",
                    .operation_id = "getFrame",
                    .summary = "One frame, as DICOM or PNG",
                    .tag = "viewer",
                    .rights = rights,
                    .rate = http::RateClass::upload},
                   "application/dicom", [](work::Unit& unit, Call& call) {
                       const auto asset = visible_asset(unit, call.path<AssetId>("asset_id"));
                       const auto index = base::detail::parse_whole_number(call.path_text("index"));
                       const auto frame =
                           index ? store::find_frame(unit.db(), asset.id, *index) : std::nullopt;
                       if (!frame) throw_no_such_id("index");
                       return blob_response(unit, call, {frame->blob, frame->media_type});
                   });
    routes.add_raw({.path = "/api/v1/assets/{asset_id}/thumbnail",
                    .operation_id = "getThumbnail",
                    .summary = "A small picture",
                    .tag = "viewer",
                    .rights = rights,
                    .rate = http::RateClass::upload},
                   "image/png", [](work::Unit& unit, Call& call) {
                       const auto asset = visible_asset(unit, call.path<AssetId>("asset_id"));
                       return blob_response(unit, call, {asset.thumbnail, "image/png"});
                   });
}

}  // namespace medal::api
