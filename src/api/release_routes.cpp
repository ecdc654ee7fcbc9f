#include "api/app.h"
#include "api/asset_access.h"
#include "api/typed_route.h"
#include "contribution/store.h"
#include "release/actions.h"
#include "release/signature.h"
#include "release/tar.h"

#include <set>

namespace medal::api {
namespace {

using namespace release;
using http::CallerClass;
using http::Method;
using http::RateClass;

struct ReleaseCounts {
    std::int64_t items = 0;
    std::int64_t cases = 0;
    std::int64_t public_dev = 0;
    std::int64_t public_test = 0;
    std::int64_t private_ = 0;
};
BOOST_DESCRIBE_STRUCT(ReleaseCounts, (), (items, cases, public_dev, public_test, private_))

struct ReleaseView {
    ReleaseId id;
    base::CampaignId campaign_id;
    std::string name;
    std::string version;
    std::string notes;
    ReleaseState state = ReleaseState::assembling;
    bool freezing = false;
    ReleaseCounts counts;
    std::optional<base::Sha256> manifest_sha256;
    std::optional<std::string> signature;
    std::optional<std::string> public_key;
    std::optional<base::Instant> frozen_at;
    std::optional<base::Instant> published_at;
    base::Instant created_at;
    std::vector<ReleaseAction> allowed_actions;
};
BOOST_DESCRIBE_STRUCT(ReleaseView, (),
                      (id, campaign_id, name, version, notes, state, freezing, counts, manifest_sha256,
                       signature, public_key, frozen_at, published_at, created_at, allowed_actions))

struct EntryView {
    contribution::ItemId item_id;
    std::int64_t item_version = 1;
    std::string stem;
    answers::AnswerType answer_type = answers::AnswerType::single_choice;
    Split split = Split::public_dev;
    contribution::CaseId case_id;
};
BOOST_DESCRIBE_STRUCT(EntryView, (), (item_id, item_version, stem, answer_type, split, case_id))

struct ReleaseActionCommand {
    ReleaseAction action = ReleaseAction::freeze;
};
BOOST_DESCRIBE_STRUCT(ReleaseActionCommand, (), (action))

struct SigningKey {
    std::string public_key;
};
BOOST_DESCRIBE_STRUCT(SigningKey, (), (public_key))

std::string public_key_of(const App& app) {
    return public_key_text(load_secret_key(app.signing_key).public_key);
}

ReleaseView show(work::Unit& unit, const App& app, const ReleaseRow& row) {
    ReleaseView view;
    view.id = row.id;
    view.campaign_id = row.campaign_id;
    view.name = row.name;
    view.version = row.version;
    view.notes = row.notes;
    view.state = row.state;
    view.freezing = row.is_freezing;
    std::set<std::string> cases;
    for (const auto& entry : release::store::entries_of(unit.db(), row.id)) {
        ++view.counts.items;
        view.counts.public_dev += entry.split == Split::public_dev ? 1 : 0;
        view.counts.public_test += entry.split == Split::public_test ? 1 : 0;
        view.counts.private_ += entry.split == Split::private_ ? 1 : 0;
        cases.insert(contribution::store::load_item(unit.db(), entry.item_id).case_id.text());
    }
    view.counts.cases = static_cast<std::int64_t>(cases.size());
    view.manifest_sha256 = row.manifest_sha256;
    view.signature = row.signature;
    if (row.signature) view.public_key = public_key_of(app);
    view.frozen_at = row.frozen_at;
    view.published_at = row.published_at;
    view.created_at = row.created_at;
    view.allowed_actions = allowed_actions(unit.actor(), row);
    return view;
}

void require_organizer(const work::Unit& unit, const ReleaseRow& row) {
    if (is_organizer(unit.actor(), row)) return;
    throw base::Error{base::ErrorKind::forbidden, "release.not_organizer",
                      "Only the campaign's organizers may do this."};
}

void add_create_release(Routes& routes, const App& app) {
    routes.add<ReleaseDraft, ReleaseView>(
        {.method = Method::post,
         .path = "/api/v1/campaigns/{campaign}/releases",
         .operation_id = "createRelease",
         .summary = "Begin a release",
         .tag = "release",
         .rights = "organizer",
         .status = 201,
         .rate = RateClass::write},
        [&app](work::Unit& unit, Call& call, const ReleaseDraft& draft) {
            return show(unit, app, create_release(unit, campaign_id_of(unit, call), draft));
        });
    routes.add<EntryList, ReleaseView>(
        {.method = Method::put,
         .path = "/api/v1/releases/{release_id}/items",
         .operation_id = "setReleaseItems",
         .summary = "Choose the questions and their splits",
         .tag = "release",
         .rights = "organizer",
         .rate = RateClass::write,
         .is_idempotent = true},
        [&app](work::Unit& unit, Call& call, const EntryList& list) {
            return show(unit, app, set_entries(unit, call.path<ReleaseId>("release_id"), list));
        });
}

void add_act_on_release(Routes& routes, const App& app) {
    routes.add<ReleaseActionCommand, ReleaseView>(
        {.method = Method::post,
         .path = "/api/v1/releases/{release_id}/actions",
         .operation_id = "actOnRelease",
         .summary = "Freeze, publish or discard",
         .tag = "release",
         .rights = "organizer",
         .rate = RateClass::write},
        [&app](work::Unit& unit, Call& call, const ReleaseActionCommand& command) {
            return show(unit, app, act_on_release(unit, call.path<ReleaseId>("release_id"), command.action));
        });
    routes.add<Nothing, Page<contribution::ItemListRow>>(
        {.path = "/api/v1/releases/{release_id}/candidates",
         .operation_id = "listCandidates",
         .summary = "Accepted questions that may go in",
         .tag = "release",
         .rights = "organizer"},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto row = visible_release(unit, call.path<ReleaseId>("release_id"));
            require_organizer(unit, row);
            Page<contribution::ItemListRow> page;
            for (const std::string state : {"accepted", "released"}) {
                contribution::store::Filter filter{row.campaign_id, {}, state, "", 10'000};
                for (const auto& item : contribution::store::list_items(unit.db(), filter)) {
                    page.items.push_back(contribution::list_row_of(item));
                }
            }
            return page;
        });
}

void add_assembly(Routes& routes, const App& app) {
    add_create_release(routes, app);
    add_act_on_release(routes, app);
}

void add_list_releases_of_campaign(Routes& routes, const App& app) {
    routes.add<Nothing, Page<ReleaseView>>(
        {.path = "/api/v1/campaigns/{campaign}/releases",
         .operation_id = "listReleasesOfCampaign",
         .summary = "Releases of a campaign; organizers see unpublished ones",
         .tag = "release",
         .caller = CallerClass::anyone,
         .rights = "anyone"},
        [&app](work::Unit& unit, Call& call, const Nothing&) {
            Page<ReleaseView> page;
            for (const auto& row : release::store::of_campaign(unit.db(), campaign_id_of(unit, call))) {
                const bool is_public =
                    row.state == ReleaseState::published || row.state == ReleaseState::superseded;
                if (is_public || is_organizer(unit.actor(), row)) page.items.push_back(show(unit, app, row));
            }
            return page;
        });
    routes.add<Nothing, Page<ReleaseView>>({.path = "/api/v1/releases",
                                            .operation_id = "listReleases",
                                            .summary = "Published releases",
                                            .tag = "release",
                                            .caller = CallerClass::anyone,
                                            .rights = "anyone"},
                                           [&app](work::Unit& unit, Call&, const Nothing&) {
                                               Page<ReleaseView> page;
                                               for (const auto& row : release::store::published(unit.db()))
                                                   page.items.push_back(show(unit, app, row));
                                               return page;
                                           });
}

void add_get_release(Routes& routes, const App& app) {
    routes.add<Nothing, ReleaseView>(
        {.path = "/api/v1/releases/{release_id}",
         .operation_id = "getRelease",
         .summary = "One release",
         .tag = "release",
         .caller = CallerClass::anyone,
         .rights = "anyone once it is published; organizers"},
        [&app](work::Unit& unit, Call& call, const Nothing&) {
            return show(unit, app, visible_release(unit, call.path<ReleaseId>("release_id")));
        });
    routes.add<Nothing, Page<EntryView>>(
        {.path = "/api/v1/releases/{release_id}/items",
         .operation_id = "listReleaseItems",
         .summary = "The questions of a release; the private split for organizers only",
         .tag = "release",
         .rights = "anyone signed in; the private split organizers"},
        [](work::Unit& unit, Call& call, const Nothing&) {
            const auto row = visible_release(unit, call.path<ReleaseId>("release_id"));
            Page<EntryView> page;
            for (const auto& entry : release::store::entries_of(unit.db(), row.id)) {
                if (entry.split == Split::private_ && !is_organizer(unit.actor(), row)) continue;
                const auto item = contribution::store::load_item(unit.db(), entry.item_id);
                page.items.push_back(
                    {item.id, entry.item_version, item.stem, item.answer_type, entry.split, item.case_id});
            }
            return page;
        });
}

void add_export_release(Routes& routes, const App& app) {
    routes.add_raw(
        {.path = "/api/v1/releases/{release_id}/export.tar",
         .operation_id = "exportRelease",
         .summary = "The package: images, questions, open answers, manifest, signature",
         .tag = "release",
         .rights = "anyone signed in, once it is published",
         .rate = RateClass::costly},
        "application/x-tar", [](work::Unit& unit, Call& call) {
            const auto row = visible_release(unit, call.path<ReleaseId>("release_id"));
            const auto files = release::store::files_of(unit.db(), row.id);
            if (files.empty()) {
                throw base::Error{base::ErrorKind::conflict, "release.not_frozen",
                                  "This release is not frozen yet."};
            }
            http::Response response;
            response.content_type = "application/x-tar";
            response.headers.push_back({"Content-Disposition", "attachment; filename=\"medal-release.tar\""});
            response.body = http::StreamBody{
                tar_size(files),
                tar_stream(unit.blobs(), files, "medal-release", row.frozen_at.value_or(row.created_at))};
            return response;
        });
    routes.add<Nothing, SigningKey>(
        {.path = "/api/v1/signing-key",
         .operation_id = "getSigningKey",
         .summary = "The key that releases are signed with",
         .tag = "release",
         .caller = CallerClass::anyone,
         .rights = "anyone"},
        [&app](work::Unit&, Call&, const Nothing&) { return SigningKey{public_key_of(app)}; });
}

void add_reading(Routes& routes, const App& app) {
    add_list_releases_of_campaign(routes, app);
    add_get_release(routes, app);
    add_export_release(routes, app);
}

}  // namespace

void add_release_routes(Routes& routes, const App& app) {
    add_assembly(routes, app);
    add_reading(routes, app);
}

}  // namespace medal::api
