#include "accounts/store.h"
#include "api/app.h"
#include "api/typed_route.h"
#include "audit/audit.h"
#include "base/enum_text.h"
#include "base/text.h"
#include "blob/references.h"
#include "credit/credit.h"
#include "jobs/queue.h"
#include "mail/outbox.h"

namespace medal::api {
namespace {

using http::Method;
using http::RateClass;

struct JobView {
    jobs::JobId id;
    std::string kind;
    jobs::JobState state = jobs::JobState::ready;
    std::int64_t attempts = 0;
    std::int64_t done_steps = 0;
    std::int64_t total_steps = 0;
    std::string last_error;
    base::Instant created_at;
    std::optional<base::Instant> finished_at;
};
BOOST_DESCRIBE_STRUCT(JobView, (),
                      (id, kind, state, attempts, done_steps, total_steps, last_error, created_at,
                       finished_at))

enum class JobAction { retry, cancel };
BOOST_DESCRIBE_ENUM(JobAction, retry, cancel)

/// Both are deeds of the operator upon other people's work: the reason goes into the chain of events.
struct JobCommand {
    JobAction action = JobAction::retry;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(JobCommand, (), (action, reason))

constexpr base::TextLimits kJobReasonLimits{.min_characters = 10, .max_characters = 2000};

/// How the installation does, beside GET /readyz and /metrics.
struct ServerStatus {
    std::string version;
    std::string database;
    base::Instant now;
    std::map<std::string, std::int64_t> jobs;
    mail::Outstanding mail;
    blob::Usage storage;
    std::int64_t people = 0;
    std::int64_t events = 0;
};
BOOST_DESCRIBE_STRUCT(ServerStatus, (), (version, database, now, jobs, mail, storage, people, events))

struct JobQuery {
    std::optional<jobs::JobState> state;
    std::optional<jobs::JobId> after;
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(JobQuery, (), (state, after, limit))

struct AuditQuery {
    std::optional<std::int64_t> after;
    std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(AuditQuery, (), (after, limit))

struct AuditRow {
    std::int64_t seq = 0;
    base::Instant at;
    std::string actor_name;
    std::string action;
    std::string subject_kind;
    std::string subject_id;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(AuditRow, (), (seq, at, actor_name, action, subject_kind, subject_id, reason))

void require_admin(const work::Unit& unit) {
    if (unit.actor().is_admin()) return;
    throw base::Error{base::ErrorKind::forbidden, "admin.not_you", "Only admins may do this."};
}

ServerStatus status_of(work::Unit& unit) {
    ServerStatus status;
    status.version = unit.settings().version;
    status.database = unit.db().engine() == db::Engine::sqlite ? "sqlite" : "postgresql";
    status.now = unit.now();
    status.jobs = jobs::count_by_state(unit.db());
    status.mail = mail::outstanding(unit.db());
    status.storage = blob::usage(unit.db());
    status.people = accounts::store::count_people(unit.db());
    const auto newest = audit::events_before(unit.db(), 0, 1);
    status.events = newest.empty() ? 0 : newest.front().seq;
    return status;
}

void add_status(Routes& routes) {
    routes.add<Nothing, ServerStatus>({.path = "/api/v1/admin/status",
                                       .operation_id = "getStatus",
                                       .summary = "How the installation does, in numbers",
                                       .tag = "admin",
                                       .rights = "admin",
                                       .rate = RateClass::costly},
                                      [](work::Unit& unit, Call&, const Nothing&) {
                                          require_admin(unit);
                                          return status_of(unit);
                                      });
}

void act_on_job(work::Unit& unit, jobs::JobId id, const JobCommand& command) {
    base::require_text(base::trimmed(command.reason), kJobReasonLimits, "/reason");
    if (!jobs::is_known(unit.db(), id)) throw_no_such_id("job_id");
    const bool is_retry = command.action == JobAction::retry;
    const bool done =
        is_retry ? jobs::retry(unit.db(), unit.now(), id) : jobs::cancel(unit.db(), unit.now(), id);
    if (!done) {
        throw base::Error{base::ErrorKind::conflict, "job.not_now",
                          "This job cannot be retried or cancelled now."};
    }
    unit.emit({.action = is_retry ? "job.retried" : "job.cancelled",
               .subject_kind = "job",
               .subject_id = id.text(),
               .reason = command.reason});
}

void add_list_jobs(Routes& routes) {
    routes.add<Nothing, Page<JobView>>(
        {.path = "/api/v1/admin/jobs",
         .operation_id = "listJobs",
         .summary = "Jobs, newest first",
         .tag = "admin",
         .rights = "admin",
         .query = query_of<JobQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            require_admin(unit);
            const auto query = call.query<JobQuery>();
            const auto limit = page_limit(query.limit);
            Page<JobView> page;
            for (const auto& job : jobs::list(unit.db(), query.state, query.after, limit)) {
                page.items.push_back({job.id, job.kind, job.state, job.attempts, job.done_steps,
                                      job.total_steps, job.last_error, job.created_at, job.finished_at});
            }
            if (static_cast<std::int64_t>(page.items.size()) == limit)
                page.next = page.items.back().id.text();
            return page;
        });
}

void add_act_on_job(Routes& routes) {
    routes.add<JobCommand, Nothing>({.method = Method::post,
                                     .path = "/api/v1/admin/jobs/{job_id}/actions",
                                     .operation_id = "actOnJob",
                                     .summary = "Retry or cancel a job",
                                     .tag = "admin",
                                     .rights = "admin",
                                     .rate = RateClass::write},
                                    [](work::Unit& unit, Call& call, const JobCommand& command) {
                                        require_admin(unit);
                                        act_on_job(unit, call.path<jobs::JobId>("job_id"), command);
                                        return Nothing{};
                                    });
}

void add_list_audit(Routes& routes) {
    routes.add<Nothing, Page<AuditRow>>(
        {.path = "/api/v1/admin/audit",
         .operation_id = "listAudit",
         .summary = "Events, newest first",
         .tag = "admin",
         .rights = "admin",
         .query = query_of<AuditQuery>()},
        [](work::Unit& unit, Call& call, const Nothing&) {
            require_admin(unit);
            const auto query = call.query<AuditQuery>();
            const auto limit = page_limit(query.limit);
            Page<AuditRow> page;
            for (const auto& event : audit::events_before(unit.db(), query.after.value_or(0), limit)) {
                AuditRow row{event.seq,        event.at, event.actor_name, event.action, event.subject_kind,
                             event.subject_id, {}};
                if (!event.reason.empty()) row.reason = event.reason;
                page.items.push_back(std::move(row));
            }
            if (static_cast<std::int64_t>(page.items.size()) == limit)
                page.next = std::to_string(page.items.back().seq);
            return page;
        });
    routes.add<Nothing, audit::ChainVerdict>({.method = Method::post,
                                              .path = "/api/v1/admin/audit/verify",
                                              .operation_id = "verifyAudit",
                                              .summary = "Walk the whole chain of events",
                                              .tag = "admin",
                                              .rights = "admin",
                                              .rate = RateClass::costly},
                                             [](work::Unit& unit, Call&, const Nothing&) {
                                                 require_admin(unit);
                                                 return audit::verify(unit.db());
                                             });
}

}  // namespace

void add_credit_routes(Routes& routes) {
    routes.add<Nothing, credit::Ledger>({.path = "/api/v1/me/credits",
                                         .operation_id = "listMyCredits",
                                         .summary = "What one has earned",
                                         .tag = "credit"},
                                        [](work::Unit& unit, Call&, const Nothing&) {
                                            return credit::ledger_of(unit.db(), unit.actor().person_id);
                                        });
}

void add_admin_routes(Routes& routes) {
    add_list_jobs(routes);
    add_act_on_job(routes);
    add_list_audit(routes);
    add_status(routes);
}

}  // namespace medal::api
