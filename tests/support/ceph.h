// A real S3 for tests: Ceph's RADOS gateway with one monitor, manager and storage daemon in memory, started
// once per test program on free loopback ports. MEDAL_TEST_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY name a
// running one.
#pragma once

#include <string>

namespace medal::testing {

struct S3Server {
    std::string endpoint;
    std::string access_key;
    std::string secret_key;
};

/// Empty when there is, or can be, a server; else why not. Starts the server (about 15 s).
const std::string& why_no_s3();
/// Throws std::runtime_error with the end of its logs when the installed Ceph does not start.
const S3Server& s3_server();

}  // namespace medal::testing
