// The whole interface of the house: every room's routes, jobs and migrations, put together once.
#pragma once

#include "base/schema.h"
#include "contribution/duplicate_search.h"
#include "contribution/quarantine.h"
#include "db/migrate.h"
#include "http/csrf.h"
#include "http/router.h"
#include "jobs/loop.h"
#include "mail/outbox.h"
#include "work/unit.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace medal::imaging::worker {
class DrawingDesk;
}

namespace medal::api {

class Routes;

/// What the rooms need beside the workshop. Everything referred to outlives the app.
struct App {
    work::Workshop& shop;
    const http::SessionCookies& cookies;
    contribution::Quarantine& quarantine;
    mail::DeliveryOptions mail;
    std::filesystem::path signing_key;
    std::uint64_t max_upload_bytes = 0;
    imaging::worker::DrawingDesk& desk;
    /// Of this process; without lists of public images where none are given.
    std::shared_ptr<contribution::DuplicateSearch> duplicates =
        std::make_shared<contribution::DuplicateSearch>();
};

/// Adds every route under /api/v1 and /files, and the documentation of them. `app` must outlive the router.
void add_all_routes(http::Router& router, const App& app);

/// What a worker can do.
jobs::Handlers all_handlers(const App& app);

/// Tells whatever waits for a job that is over without having done its work. Returns how many there were.
int settle_abandoned(const App& app);

std::vector<db::Migration> all_migrations();

/// The OpenAPI document of add_all_routes.
std::string openapi_document(const App& app);

// One function a room, in <room>_routes.cpp.
void add_accounts_routes(Routes& routes, const App& app);
void add_people_routes(Routes& routes);
void add_campaign_routes(Routes& routes);
void add_contribution_routes(Routes& routes, const App& app);
void add_redaction_routes(Routes& routes);
void add_curation_routes(Routes& routes);
void add_release_routes(Routes& routes, const App& app);
void add_evaluation_routes(Routes& routes, const App& app);
void add_credit_routes(Routes& routes);
void add_admin_routes(Routes& routes);
void add_dicomweb_routes(Routes& routes);
void add_dicomweb_rendered_routes(Routes& routes, const App& app);
void add_dicomweb_store_routes(Routes& routes, const App& app);

}  // namespace medal::api
