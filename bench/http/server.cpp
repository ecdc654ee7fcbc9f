// The program that bench/http/run measures: our server with one SQLite table, a folder of files and uploads.
//   http_bench_server DATABASE SITE UPLOADS LOOPS     prints its port, serves until its input ends
#include "http/server.h"

#include "base/error.h"
#include "base/json.h"
#include "db/bind.h"
#include "db/database.h"
#include "http/static_site.h"
#include "http/tus.h"
#include "http/tus_file_store.h"

#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include <boost/describe.hpp>

namespace {

using namespace medal;

struct Problem {
    std::int64_t id = 0;
    std::string title;
    std::string decision;
    std::string state;
    double median_rating = 0;
    std::int64_t rating_count = 0;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (id, title, decision, state, median_rating, rating_count))

/// Everybody is the one person of this benchmark.
class OnePerson final : public http::Authenticator {
  public:
    base::Actor authenticate(const http::Request&) override {
        base::Actor actor;
        actor.kind = base::ActorKind::person;
        actor.person_id.uuid.bytes[0] = 1;
        return actor;
    }
};

http::Response read_problem(db::Database& database, const http::Request& request) {
    const auto id = http::parse_byte_count(request.param("id"));
    if (!id) throw base::Error{base::ErrorKind::invalid, "problem.bad_id", "This is not a number."};
    const db::Lease session{database};
    const auto problem = db::maybe_row<Problem>(
        *session, "SELECT id, title, decision, state, median_rating, rating_count FROM problem WHERE id = $1",
        *id);
    if (!problem)
        throw base::Error{base::ErrorKind::not_found, "problem.not_found", "There is no such problem."};
    return http::json_response(200, base::to_json(*problem));
}

http::Route read_route(db::Database& database, std::string pattern, http::RunsOn runs_on) {
    http::Route route;
    route.pattern = std::move(pattern);
    route.operation_id = "read_problem";
    route.caller = http::CallerClass::anyone;
    route.runs_on = runs_on;
    route.handler = [&database](http::Request& request) { return read_problem(database, request); };
    return route;
}

http::Route upload_route() {
    http::Route route;
    route.method = http::Method::put;
    route.pattern = "/upload";
    route.operation_id = "upload";
    route.caller = http::CallerClass::anyone;
    route.max_body_bytes = std::uint64_t{64} << 30U;
    route.handler = [](http::Request& request) {
        return http::text_response(200, std::to_string(request.body_file.size()) + "\n");
    };
    return route;
}

http::ServerOptions options_of(const std::string& uploads, unsigned loops) {
    http::ServerOptions options;
    options.io_threads = loops;
    options.has_access_log = false;  // Fastify's is off too
    options.temp_folder = uploads;
    options.rates.by_class.fill({1e9, 1e9});  // counted, never reached
    return options;
}

void serve(const std::string& database_path, const std::string& site_folder, const std::string& uploads,
           unsigned loops) {
    const auto database = db::Database::open({.url = "sqlite:" + database_path});
    const http::StaticSite site{{.folder = site_folder}, http::SecurityHeaders{http::ServerOptions{}}};
    const base::SystemClock clock;
    base::SecureRandom random;
    http::TusFileStore store{{.folder = uploads + "/tus"}, clock, random};
    OnePerson one_person;
    http::Router router;
    router.add(read_route(*database, "/api/problems/{id}", http::RunsOn::io_thread));
    router.add(read_route(*database, "/api/on-worker/problems/{id}", http::RunsOn::worker));
    router.add(upload_route());
    http::add_tus(router, store, {});
    router.set_fallback(http::static_route(site));
    http::Server server{options_of(uploads, loops), http::ServerParts{std::move(router), one_person}};
    server.start();
    std::cout << server.port() << '\n' << std::flush;
    while (std::getchar() != EOF) continue;
    server.stop(std::chrono::seconds{5});
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: http_bench_server DATABASE SITE UPLOADS LOOPS\n";
        return 2;
    }
    try {
        serve(argv[1], argv[2], argv[3], static_cast<unsigned>(std::stoul(argv[4])));
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
