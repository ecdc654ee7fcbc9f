// Uploads and nothing else, for a client of another make: tus_server FOLDER prints its port, serves until its
// input ends. "Bearer tester" is the one person.
#include "http/server.h"

#include "base/error.h"
#include "http/tus.h"
#include "http/tus_file_store.h"

#include <cstdio>
#include <exception>
#include <iostream>

namespace {

using namespace medal;

class OneToken final : public http::Authenticator {
  public:
    base::Actor authenticate(const http::Request& request) override {
        if (request.bearer() != "tester") {
            throw base::Error{base::ErrorKind::unauthenticated, "auth.invalid", "This token is not valid."};
        }
        base::Actor actor;
        actor.kind = base::ActorKind::person;
        actor.person_id.uuid.bytes[0] = 1;
        return actor;
    }
};

void serve(const std::string& folder) {
    const base::SystemClock clock;
    base::SecureRandom random;
    http::TusFileStore store{{.folder = folder}, clock, random};
    OneToken one_token;
    http::Router router;
    http::TusOptions tus;
    tus.max_size_bytes = std::uint64_t{100} << 20U;
    http::add_tus(router, store, tus);
    http::ServerOptions options;
    options.has_access_log = false;
    http::Server server{options, http::ServerParts{std::move(router), one_token}};
    server.start();
    std::cout << server.port() << '\n' << std::flush;
    while (std::getchar() != EOF) continue;
    server.stop(std::chrono::seconds{5});
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: tus_server FOLDER\n";
        return 2;
    }
    try {
        serve(argv[1]);
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
