// An S3 store for a test that is not a C++ program: prints how to reach it as one line of JSON, with a bucket
// made, and lives until its input ends. Without Ceph it prints {"skip": why}.
#include "base/json.h"
#include "blob/s3/signer.h"
#include "net/client.h"
#include "support/ceph.h"

#include <cstdio>
#include <exception>
#include <iostream>

#include <boost/describe.hpp>

namespace {

using namespace medal;

struct Place {
    std::string endpoint;
    std::string bucket;
    std::string access_key;
    std::string secret_key;
};
BOOST_DESCRIBE_STRUCT(Place, (), (endpoint, bucket, access_key, secret_key))

struct Skip {
    std::string skip;
};
BOOST_DESCRIBE_STRUCT(Skip, (), (skip))

int make_bucket(const Place& place) {
    blob::s3::Call call;
    call.method = "PUT";
    call.host = place.endpoint.substr(place.endpoint.find("://") + 3);
    call.path = "/" + place.bucket;
    net::Request request;
    request.method = call.method;
    request.url = place.endpoint + blob::s3::encoded_target(call);
    request.headers =
        blob::s3::signed_headers(call, {place.access_key, place.secret_key}, base::SystemClock{}.now());
    return net::Client{}.send(request).status;
}

void serve() {
    if (!testing::why_no_s3().empty()) {
        std::cout << base::to_json(Skip{testing::why_no_s3()}) << '\n' << std::flush;
        return;
    }
    const auto& server = testing::s3_server();
    const Place place{server.endpoint, "medal-path", server.access_key, server.secret_key};
    const auto status = make_bucket(place);
    if (status != 200 && status != 409) throw std::runtime_error{"no bucket: " + std::to_string(status)};
    std::cout << base::to_json(place) << '\n' << std::flush;
    while (std::getchar() != EOF) continue;
}

}  // namespace

int main() {
    try {
        serve();
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
