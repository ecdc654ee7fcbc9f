// Against a real S3 that checks every signature.
#include "blob/s3/s3_store.h"

#include "base/error.h"
#include "base/random.h"
#include "support/ceph.h"
#include "support/engines.h"

#include <atomic>
#include <ctime>
#include <set>

#include <gtest/gtest.h>

namespace medal::blob::s3 {
namespace {

class S3 : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!testing::why_no_s3().empty()) GTEST_SKIP() << testing::why_no_s3();
        const auto& server = testing::s3_server();
        static std::atomic<int> counter{0};
        options_.endpoint = server.endpoint;
        options_.bucket = "medal-test-" + std::to_string(::getpid()) + "-" + std::to_string(++counter);
        options_.credentials = {server.access_key, server.secret_key};
        options_.spool_folder = folder_.path();
        options_.part_bytes = std::uint64_t{5} << 20U;
        Call create;
        create.method = "PUT";
        create.path = "/" + options_.bucket;
        ASSERT_EQ(send(create, options_.credentials).status, 200);
        store_ = open_s3_store(options_, clock_);
    }

    net::Response send(Call call, const Credentials& credentials) {
        call.host = options_.endpoint.substr(options_.endpoint.find("://") + 3);
        net::Request request;
        request.method = call.method;
        request.url = options_.endpoint + encoded_target(call);
        request.headers = signed_headers(call, credentials, clock_.now());
        return net::Client{}.send(request);
    }
    std::set<std::string> listed() {
        std::set<std::string> hashes;
        store_->for_each([&](const base::Sha256& hash, std::int64_t) { hashes.insert(hash.text()); });
        return hashes;
    }
    static std::int64_t now_s() { return static_cast<std::int64_t>(std::time(nullptr)); }

    testing::TemporaryFolder folder_;
    base::SystemClock clock_;
    Options options_;
    std::unique_ptr<Store> store_;
};

TEST_F(S3, what_was_put_is_read_back_and_listed_and_nothing_stays_in_the_spool) {
    const auto stored = put_text(*store_, "scan");
    put_text(*store_, "scan");
    put_text(*store_, "");
    EXPECT_EQ(stored.hash, base::sha256("scan"));
    EXPECT_EQ(read_text(*store_, stored.hash), "scan");
    EXPECT_EQ(read_text(*store_, base::sha256("")), "");
    EXPECT_EQ(listed(), (std::set{stored.hash.text(), base::sha256("").text()}));
    EXPECT_TRUE(store_->has(stored.hash));
    EXPECT_FALSE(store_->has(base::sha256("other")));
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(S3, a_missing_blob_is_said_to_be_missing) {
    try {
        read_text(*store_, base::sha256("other"));
        FAIL();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), "blob.missing");
    }
}

TEST_F(S3, a_blob_of_several_parts_comes_back_whole) {
    std::string big((std::size_t{11} << 20U) + 7, '\0');
    base::SeededRandom random{1};
    random.fill(std::as_writable_bytes(std::span{big}));
    const auto stored = put_text(*store_, big);
    EXPECT_EQ(base::sha256(read_text(*store_, stored.hash)), stored.hash);
    EXPECT_EQ(stored.hash, base::sha256(big));
}

TEST_F(S3, the_collector_spares_what_was_put_since) {
    const auto stored = put_text(*store_, "scan");
    EXPECT_FALSE(store_->remove_unless_put_since(stored.hash, now_s() - 60));
    EXPECT_TRUE(store_->has(stored.hash));
    EXPECT_TRUE(store_->remove_unless_put_since(stored.hash, now_s() + 60));
    EXPECT_FALSE(store_->has(stored.hash));
    EXPECT_TRUE(store_->remove_unless_put_since(stored.hash, now_s() + 60)) << "gone is gone";
}

TEST_F(S3, whoever_has_a_link_reads_the_blob_and_no_other) {
    const auto stored = put_text(*store_, "scan");
    const auto link = *store_->link(stored.hash, 60);
    EXPECT_EQ(net::Client{}.send({.url = link}).body, "scan");
    auto tampered = link;
    tampered.back() = tampered.back() == '0' ? '1' : '0';
    EXPECT_EQ(net::Client{}.send({.url = tampered}).status, 403);
    EXPECT_EQ(net::Client{}.send({.url = link.substr(0, link.find('?'))}).status, 403);
}

TEST_F(S3, a_link_ends) {
    const auto stored = put_text(*store_, "scan");
    base::ManualClock yesterday{clock_.now() + -base::kDay_us};
    const auto link = *open_s3_store(options_, yesterday)->link(stored.hash, 60);
    EXPECT_EQ(net::Client{}.send({.url = link}).status, 403);
}

TEST_F(S3, a_wrong_secret_stores_nothing) {
    auto wrong = options_;
    wrong.credentials.secret_key = "wrong";
    EXPECT_THROW(put_text(*open_s3_store(wrong, clock_), "scan"), base::Error);
    EXPECT_TRUE(listed().empty());
}

}  // namespace
}  // namespace medal::blob::s3
