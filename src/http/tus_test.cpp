#include "http/tus.h"

#include "base/hash.h"
#include "http/testing.h"
#include "http/tus_file_store.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::http {
namespace {

using namespace testing;

/// The real store behind the real server, and a client of few words.
class Tus : public ::testing::Test {
  protected:
    Tus() {
        store_ =
            std::make_unique<TusFileStore>(TusFileStoreOptions{.folder = folder_.path()}, clock_, random_);
        Router router;
        TusOptions options;
        options.max_size_bytes = 10'000'000;
        options.after_complete = [this](const Request&, const UploadState& state) { completed_ = state; };
        add_tus(router, *store_, options);
        server_ = std::make_unique<Server>(quick_options(), ServerParts{std::move(router), authenticator_});
        server_->start();
        owner_.kind = base::ActorKind::person;
        owner_.person_id.uuid.bytes[0] = 7;
    }
    static std::string lines(std::string_view start, std::string_view fields, std::size_t length) {
        return std::string{start} +
               " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nTus-Resumable: 1.0.0\r\n" +
               "Content-Length: " + std::to_string(length) + "\r\n" + std::string{fields} + "\r\n";
    }
    Reply call(std::string_view start, std::string_view fields = {}, std::string_view body = {}) {
        return ask(server_->port(), lines(start, fields, body.size()) + std::string{body});
    }
    /// The address of a new upload.
    std::string create(std::size_t size) {
        return call("POST /files", "Upload-Length: " + std::to_string(size) + "\r\n").header("location");
    }
    static std::string part_fields(std::size_t offset) {
        return "Content-Type: application/offset+octet-stream\r\nUpload-Offset: " + std::to_string(offset) +
               "\r\n";
    }
    Reply patch(const std::string& path, std::size_t offset, std::string_view body,
                std::string_view fields = {}) {
        return call("PATCH " + path, part_fields(offset) + std::string{fields}, body);
    }
    std::string offset_of(const std::string& path) { return call("HEAD " + path).header("upload-offset"); }
    std::string content_of(const std::string& path) {
        std::ifstream in{store_->completed_file(owner_, path.substr(7)), std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    /// Reads the offset until the server has noticed that a client left.
    std::string wait_for_offset(const std::string& path, const std::string& offset) {
        auto seen = offset_of(path);
        while (seen != offset) seen = offset_of(path);
        return seen;
    }

    medal::testing::TemporaryFolder folder_;
    base::ManualClock clock_{base::SystemClock{}.now()};
    base::SecureRandom random_;
    base::Actor owner_;
    FakeAuthenticator authenticator_;
    std::unique_ptr<TusFileStore> store_;
    std::unique_ptr<Server> server_;
    UploadState completed_;
};

TEST_F(Tus, tells_what_it_can_do) {
    const auto reply = call("OPTIONS /files");
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.header("tus-version"), "1.0.0");
    EXPECT_EQ(reply.header("tus-max-size"), "10000000");
    EXPECT_EQ(reply.header("tus-extension"), "creation,creation-with-upload,expiration,termination,checksum");
    EXPECT_EQ(reply.header("tus-checksum-algorithm"), "sha1,sha256");
}

TEST_F(Tus, takes_a_file_in_parts) {
    const auto created =
        call("POST /files", "Upload-Length: 11\r\nUpload-Metadata: filename YS5kY20=,is_ct\r\n");
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(created.header("tus-resumable"), "1.0.0");
    EXPECT_NE(created.header("upload-expires"), "");
    const auto path = created.header("location");
    const auto first = patch(path, 0, "hello ");
    EXPECT_EQ(first.status, 204);
    EXPECT_EQ(first.header("upload-offset"), "6");
    const auto state = call("HEAD " + path);
    EXPECT_EQ(state.status, 200);
    EXPECT_EQ(state.header("upload-offset"), "6");
    EXPECT_EQ(state.header("upload-length"), "11");
    EXPECT_EQ(state.header("cache-control"), "no-store");
    EXPECT_EQ(patch(path, 6, "world").header("upload-offset"), "11");
    EXPECT_EQ(content_of(path), "hello world");
    EXPECT_EQ(completed_.metadata.at("filename"), "a.dcm");
    EXPECT_EQ(completed_.metadata.at("is_ct"), "");
}

TEST_F(Tus, takes_the_first_part_with_the_creation) {
    const auto created =
        call("POST /files", "Upload-Length: 5\r\nContent-Type: application/offset+octet-stream\r\n", "hel");
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(created.header("upload-offset"), "3");
    EXPECT_EQ(patch(created.header("location"), 3, "lo").header("upload-offset"), "5");
}

TEST_F(Tus, refuses_a_part_at_the_wrong_offset) {
    const auto path = create(10);
    EXPECT_EQ(patch(path, 0, "abc").status, 204);
    const auto reply = patch(path, 5, "xyz");
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(reply.header("tus-resumable"), "1.0.0");
    EXPECT_EQ(offset_of(path), "3");
    EXPECT_EQ(
        call("PATCH " + path, "Content-Type: application/offset+octet-stream\r\nUpload-Offset: -3\r\n", "x")
            .status,
        422);
}

TEST_F(Tus, refuses_other_versions_and_content_types) {
    const auto path = create(10);
    const auto reply = ask(server_->port(), "HEAD " + path +
                                                " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                                                "Tus-Resumable: 0.2.2\r\n\r\n");
    EXPECT_EQ(reply.status, 412);
    EXPECT_EQ(reply.header("tus-version"), "1.0.0");
    EXPECT_EQ(call("PATCH " + path, "Content-Type: text/plain\r\nUpload-Offset: 0\r\n", "x").status, 415);
}

TEST_F(Tus, refuses_what_is_larger_than_allowed_or_announced) {
    EXPECT_EQ(call("POST /files", "Upload-Length: 10000001\r\n").status, 413);
    EXPECT_EQ(call("POST /files").status, 422);
    EXPECT_EQ(call("POST /files", "Upload-Length: 1\r\nUpload-Metadata: a !!\r\n").status, 422);
    const auto path = create(3);
    EXPECT_EQ(patch(path, 0, "four").status, 413);
    const auto chunked = "PATCH " + path +
                         " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nTus-Resumable: 1.0.0\r\n" +
                         part_fields(0) + "Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n";
    EXPECT_EQ(ask(server_->port(), chunked).status, 413);
}

TEST_F(Tus, keeps_what_arrived_before_the_client_left) {
    const auto path = create(1'000'000);
    {
        RawClient client{server_->port()};
        client.send(lines("PATCH " + path, part_fields(0), 1'000'000) + std::string(400'000, 'a'));
    }
    EXPECT_EQ(wait_for_offset(path, "400000"), "400000");
    Reply reply = patch(path, 400'000, std::string(600'000, 'b'));
    while (reply.status == 423) reply = patch(path, 400'000, std::string(600'000, 'b'));
    EXPECT_EQ(reply.header("upload-offset"), "1000000");
    EXPECT_EQ(content_of(path), std::string(400'000, 'a') + std::string(600'000, 'b'));
}

TEST_F(Tus, lets_one_connection_write_at_a_time) {
    const auto path = create(10);
    RawClient first{server_->port()};
    first.send(lines("PATCH " + path, part_fields(0), 10) + "abc");
    wait_for_offset(path, "3");
    EXPECT_EQ(patch(path, 3, "x").status, 423);
    EXPECT_EQ(call("DELETE " + path).status, 423);
    first.send("defghij");
    EXPECT_EQ(first.read_reply().header("upload-offset"), "10");
}

TEST_F(Tus, throws_a_part_with_a_wrong_checksum_away) {
    const auto path = create(5);
    // SHA-1 of "hello"
    EXPECT_EQ(patch(path, 0, "hullo", "Upload-Checksum: sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00=\r\n").status, 460);
    EXPECT_EQ(offset_of(path), "0");
    EXPECT_EQ(patch(path, 0, "hello", "Upload-Checksum: md5 qvTGHdzF6KLavt4PO0gs2a6pQ00=\r\n").status, 400);
    EXPECT_EQ(patch(path, 0, "hello", "Upload-Checksum: sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00=\r\n").status, 204);
    const auto other = create(5);
    const auto digest = base::sha256("hello");
    EXPECT_EQ(
        patch(other, 0, "hello", "Upload-Checksum: sha256 " + base::base64(digest.bytes) + "\r\n").status,
        204);
}

TEST_F(Tus, forgets_a_checksummed_part_that_the_server_died_in) {
    const auto path = create(5);
    const auto id = path.substr(7);
    auto writer = store_->open(owner_, id, 0, Commit::at_end);
    writer->write(base::bytes_of("hel"));
    EXPECT_EQ(store_->find(owner_, id).offset_bytes, 0U);
    writer.reset();  // neither commit nor abandon: as after kill -9
    EXPECT_EQ(store_->find(owner_, id).offset_bytes, 0U);
    EXPECT_EQ(patch(path, 0, "hello").status, 204);
    EXPECT_EQ(content_of(path), "hello");
}

TEST_F(Tus, ends_an_upload_on_demand) {
    const auto path = create(5);
    EXPECT_EQ(call("DELETE " + path).status, 204);
    EXPECT_EQ(call("HEAD " + path).status, 404);
    EXPECT_EQ(patch(path, 0, "hello").status, 404);
}

TEST_F(Tus, takes_parts_and_ends_uploads_in_disguise) {
    const auto path = create(3);
    const auto part = call("POST " + path, part_fields(0) + "X-HTTP-Method-Override: PATCH\r\n", "abc");
    EXPECT_EQ(part.header("upload-offset"), "3");
    EXPECT_EQ(call("POST " + path).status, 422);
    EXPECT_EQ(call("POST " + path, "X-HTTP-Method-Override: DELETE\r\n").status, 204);
    EXPECT_EQ(call("HEAD " + path).status, 404);
}

TEST_F(Tus, lets_uploads_expire) {
    const auto path = create(5);
    clock_.advance_us(8 * base::kDay_us);
    EXPECT_EQ(call("HEAD " + path).status, 410);
    EXPECT_EQ(store_->remove_expired(), 1U);
    EXPECT_EQ(call("HEAD " + path).status, 404);
}

TEST_F(Tus, shows_an_upload_to_its_owner_only) {
    const auto id = create(5).substr(7);
    base::Actor other = owner_;
    other.person_id.uuid.bytes[0] = 8;
    EXPECT_THROW(store_->find(other, id), base::Error);
    EXPECT_EQ(call("HEAD /files/..%2f..%2fetc%2fpasswd").status, 404);
    EXPECT_EQ(
        ask(server_->port(), "HEAD /files/" + id + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n\r\n")
            .status,
        401);
}

TEST(TusHeaders, are_read_strictly) {
    EXPECT_EQ(parse_upload_metadata("a YQ==, b ,c")->size(), 3U);
    EXPECT_EQ(parse_upload_metadata("")->size(), 0U);
    EXPECT_FALSE(parse_upload_metadata("a YQ==,a Yg=="));
    EXPECT_FALSE(parse_upload_metadata("a not-base64!"));
    EXPECT_FALSE(parse_upload_checksum("sha1"));
    EXPECT_FALSE(parse_upload_checksum("sha1 YQ=="));
    EXPECT_FALSE(parse_byte_count("1 "));
    EXPECT_FALSE(parse_byte_count("+1"));
    EXPECT_FALSE(parse_byte_count("99999999999999999999"));
    EXPECT_EQ(parse_byte_count("18446744073709551615"), UINT64_MAX);
}

}  // namespace
}  // namespace medal::http
