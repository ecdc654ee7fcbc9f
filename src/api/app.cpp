#include "api/app.h"

#include "accounts/registration.h"
#include "accounts/store.h"
#include "api/typed_route.h"
#include "audit/audit.h"
#include "blob/references.h"
#include "campaign/store.h"
#include "contribution/abandoned.h"
#include "contribution/case_actions.h"
#include "contribution/item_actions.h"
#include "contribution/process_case.h"
#include "contribution/redact_case.h"
#include "contribution/redaction_types.h"
#include "contribution/schema.h"
#include "curation/store.h"
#include "evaluation/run_actions.h"
#include "http/documentation.h"
#include "http/tus.h"
#include "jobs/queue.h"
#include "mail/outbox.h"
#include "release/actions.h"

namespace medal::api {
namespace {

http::ApiInfo api_info(const std::string& version, base::SchemaSet components) {
    return {"MEDAL", version,
            "The interface of MEDAL: everything that the web app and the command line do goes through it.",
            std::move(components)};
}

void add_rooms(Routes& routes, const App& app) {
    add_accounts_routes(routes, app);
    add_campaign_routes(routes);
    add_contribution_routes(routes, app);
    add_redaction_routes(routes);
    add_curation_routes(routes);
    add_release_routes(routes, app);
    add_evaluation_routes(routes, app);
    add_credit_routes(routes);
    add_admin_routes(routes);
    add_dicomweb_routes(routes);
    add_dicomweb_rendered_routes(routes, app);
    add_dicomweb_store_routes(routes, app);
}

}  // namespace

void add_all_routes(http::Router& router, const App& app) {
    base::SchemaSet components;
    Routes routes{router, app.shop, components};
    add_rooms(routes, app);
    http::TusOptions uploads;
    uploads.max_size_bytes = app.max_upload_bytes;
    uploads.before_change = [](const http::Request& request) {
        require_scope(request.actor, base::Scope::contribute);
    };
    http::add_tus(router, app.quarantine, uploads);
    http::add_documentation(router, api_info(app.shop.settings.version, components));
}

std::string openapi_document(const App& app) {
    base::SchemaSet components;
    http::Router router;
    Routes routes{router, app.shop, components};
    add_rooms(routes, app);
    return router.openapi(api_info(app.shop.settings.version, components));
}

jobs::Handlers all_handlers(const App& app) {
    jobs::Handlers handlers;
    handlers[accounts::kMailJob] = [&app](jobs::JobContext& job) {
        accounts::send_asked_mails(app.shop, job);
    };
    handlers[contribution::kProcessJob] = [&app](jobs::JobContext& job) {
        contribution::process_case(app.shop, app.quarantine, *app.duplicates, job);
    };
    handlers[contribution::kRedactJob] = [&app](jobs::JobContext& job) {
        contribution::redact_case(app.shop, app.quarantine, job);
    };
    handlers[contribution::kCheckItemJob] = [&app](jobs::JobContext& job) {
        contribution::check_item(app.shop, job);
    };
    handlers[release::kFreezeJob] = [&app](jobs::JobContext& job) {
        release::freeze(app.shop, app.signing_key, job);
    };
    handlers[evaluation::kGradeJob] = [&app](jobs::JobContext& job) { evaluation::grade(app.shop, job); };
    handlers[std::string{mail::kDeliverJob}] = [&app](jobs::JobContext& job) {
        const auto delivery = mail::deliver(app.shop.database, app.shop.clock, app.mail);
        if (delivery.next_try) job.run_again_at(*delivery.next_try);
    };
    return handlers;
}

int settle_abandoned(const App& app) {
    return work::run(app.shop, base::system_actor(), db::Access::write, [](work::Unit& unit) {
        return contribution::settle_abandoned(unit) + release::settle_abandoned(unit) +
               evaluation::settle_abandoned(unit);
    });
}

std::vector<db::Migration> all_migrations() {
    std::vector<db::Migration> all;
    for (const auto& part : {audit::migrations(), blob::migrations(), mail::migrations(), jobs::migrations(),
                             accounts::migrations(), campaign::migrations(), contribution::migrations(),
                             curation::migrations(), release::migrations(), evaluation::migrations()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

}  // namespace medal::api
