#include "blob/s3/s3_store.h"

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "blob/s3/listing.h"
#include "blob/s3/spool.h"

#include <limits>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace medal::blob::s3 {
namespace {

constexpr int kMaxTries = 4;
constexpr std::chrono::milliseconds kFirstPause{200};
constexpr std::size_t kMaxParts = 10'000;

[[noreturn]] void throw_s3(std::string_view what, int status) {
    throw base::Error{base::ErrorKind::unavailable,
                      "blob.s3",
                      "The store of files does not answer as it should; nothing was changed.",
                      {.field = {},
                       .hint = "Try again in a moment.",
                       .detail = std::string{what} + ": " + std::to_string(status)}};
}

[[noreturn]] void throw_missing(const base::Sha256& hash) {
    throw base::Error{base::ErrorKind::not_found,
                      "blob.missing",
                      "This file is not stored.",
                      {.field = {}, .hint = {}, .detail = hash.text()}};
}

bool is_default_port(std::string_view scheme, std::string_view host) {
    return (scheme == "https" && host.ends_with(":443")) || (scheme == "http" && host.ends_with(":80"));
}

std::string host_of(const std::string& endpoint) {
    const auto colon = endpoint.find("://");
    if (colon == std::string::npos) base::fail_internal("an S3 endpoint without scheme");
    auto host = endpoint.substr(colon + 3);
    if (is_default_port(endpoint.substr(0, colon), host)) host.resize(host.rfind(':'));
    return host;
}

class S3Store final : public Store {
  public:
    S3Store(const Options& options, const base::Clock& clock)
        : options_(options),
          clock_(clock),
          host_(host_of(options.endpoint)),
          client_({.ca_file = options.ca_file}) {
        std::filesystem::create_directories(options_.spool_folder);
    }

    StoredBlob put(const Source& source) override {
        const Spool spool{options_.spool_folder};
        const auto stored = spool.gather(source);
        const auto bytes = static_cast<std::uint64_t>(stored.bytes);
        if (bytes <= options_.part_bytes) {
            auto call = call_for("PUT", stored.hash);
            call.payload_sha256 = stored.hash.text();
            expect_success("put", send(call, net::FileUpload{spool.path(), 0, 0}));
        } else {
            put_in_parts(stored.hash, spool, bytes);
        }
        return stored;
    }

    void read(const base::Sha256& hash, const Sink& sink) override {
        base::Sha256Stream stream;
        const auto answer = send_once(call_for("GET", hash), {}, [&](std::span<const std::byte> part) {
            stream.update(part);
            sink(part);
        });
        if (answer.status == 404) throw_missing(hash);
        expect_success("get", answer);
        if (stream.finish() != hash) {
            throw base::Error{base::ErrorKind::internal,
                              "blob.damaged",
                              "A stored file is damaged.",
                              {.field = {}, .hint = "Restore it from the backup.", .detail = hash.text()}};
        }
    }

    bool has(const base::Sha256& hash) override {
        const auto answer = send(call_for("HEAD", hash), {});
        if (answer.status == 404) return false;
        expect_success("head", answer);
        return true;
    }

    std::optional<std::filesystem::path> local_path(const base::Sha256&) override { return std::nullopt; }

    std::optional<std::string> link(const base::Sha256& hash, int valid_s) override {
        return options_.endpoint +
               presigned_target(call_for("GET", hash), options_.credentials, clock_.now(), valid_s);
    }

    bool remove_unless_put_since(const base::Sha256& hash, std::int64_t since_s) override {
        const auto found = send(call_for("HEAD", hash), {});
        if (found.status == 404) return true;
        expect_success("head", found);
        const auto modified_s = parse_http_date(std::string{found.header("Last-Modified")});
        if (!modified_s) throw_s3("no Last-Modified", found.status);
        if (*modified_s >= since_s) return false;
        auto call = call_for("DELETE", hash);
        const auto version = found.header("x-amz-version-id");
        if (!version.empty()) call.query.emplace_back("versionId", version);
        const auto answer = send(call, {});
        if (answer.status != 404) expect_success("delete", answer);
        return true;
    }

    void for_each(const std::function<void(const base::Sha256&, std::int64_t)>& visit) override {
        std::string token;
        do {
            const auto listing = list(token);
            for (const auto& object : listing.objects) {
                const auto hash =
                    base::Scalar<base::Sha256>::parse(object.key.substr(options_.prefix.size()));
                if (hash) visit(*hash, object.modified_s);
            }
            token = listing.next_token;
        } while (!token.empty());
    }

  private:
    Call call_for(std::string method, const base::Sha256& hash) const {
        Call call;
        call.method = std::move(method);
        call.host = host_;
        call.path = "/" + options_.bucket + "/" + options_.prefix + hash.text();
        return call;
    }

    net::Response send_once(const Call& call, std::variant<std::string, net::FileUpload> body,
                            std::function<void(std::span<const std::byte>)> on_body = {}) {
        net::Request request;
        request.method = call.method;
        request.url = options_.endpoint + encoded_target(call);
        request.headers = signed_headers(call, options_.credentials, clock_.now());
        request.body = std::move(body);
        request.on_body = std::move(on_body);
        if (request.on_body) request.max_response_bytes = std::numeric_limits<std::uint64_t>::max();
        request.total_timeout = std::chrono::milliseconds{0};
        request.redirects = net::Redirects::none;
        return client_.send(request);
    }

    // Every call is idempotent: S3 asks for another try by 500 and 503 ("SlowDown").
    net::Response send(const Call& call, const std::variant<std::string, net::FileUpload>& body) {
        for (int attempt = 1;; ++attempt) {
            try {
                auto answer = send_once(call, body);
                if (answer.status < 500 || attempt == kMaxTries) return answer;
            } catch (const base::Error& error) {
                if (error.kind() != base::ErrorKind::unavailable || attempt == kMaxTries) throw;
            }
            std::this_thread::sleep_for(kFirstPause * (1 << attempt));
        }
    }

    // The answer's own text may repeat what was sent; only its code is logged.
    static void expect_success(std::string_view what, const net::Response& answer) {
        if (answer.status / 100 == 2) return;
        base::log_warning(
            "blob.s3_refused",
            {{"what", what}, {"status", answer.status}, {"code", element(answer.body, "Code").value_or("")}});
        throw_s3(what, answer.status);
    }

    void put_in_parts(const base::Sha256& hash, const Spool& spool, std::uint64_t bytes) {
        auto begin = call_for("POST", hash);
        begin.query = {{"uploads", ""}};
        const auto begun = send(begin, std::string{});
        expect_success("begin parts", begun);
        const auto upload = element(begun.body, "UploadId");
        if (!upload) throw_s3("no UploadId", begun.status);
        try {
            complete_parts(hash, *upload, send_parts(hash, *upload, spool, bytes));
        } catch (const base::Error&) {
            auto abort = call_for("DELETE", hash);
            abort.query = {{"uploadId", *upload}};
            send_quietly(abort);
            throw;
        }
    }

    // What cannot be taken back now is for the bucket's own rule on unfinished uploads.
    void send_quietly(const Call& call) {
        try {
            send(call, std::string{});
        } catch (const base::Error& error) {
            base::log_warning("blob.s3_parts_left", {{"code", error.code()}});
        }
    }

    std::vector<std::string> send_parts(const base::Sha256& hash, const std::string& upload,
                                        const Spool& spool, std::uint64_t bytes) {
        std::vector<std::string> tags;
        for (std::uint64_t offset = 0; offset < bytes; offset += options_.part_bytes) {
            if (tags.size() == kMaxParts) throw_s3("too many parts", 0);
            const auto size = std::min(options_.part_bytes, bytes - offset);
            auto call = call_for("PUT", hash);
            call.query = {{"partNumber", std::to_string(tags.size() + 1)}, {"uploadId", upload}};
            call.payload_sha256 = spool.hash_of(offset, size).text();
            const auto answer = send(call, net::FileUpload{spool.path(), offset, size});
            expect_success("part", answer);
            tags.emplace_back(answer.header("ETag"));
        }
        return tags;
    }

    // CompleteMultipartUpload may answer 200 and yet hold an <Error>.
    void complete_parts(const base::Sha256& hash, const std::string& upload,
                        const std::vector<std::string>& tags) {
        std::string parts = "<CompleteMultipartUpload>";
        for (std::size_t i = 0; i < tags.size(); ++i) {
            parts += "<Part><PartNumber>" + std::to_string(i + 1) + "</PartNumber><ETag>" + tags[i] +
                     "</ETag></Part>";
        }
        parts += "</CompleteMultipartUpload>";
        auto call = call_for("POST", hash);
        call.query = {{"uploadId", upload}};
        call.payload_sha256 = base::sha256(parts).text();
        const auto answer = send(call, parts);
        expect_success("complete parts", answer);
        if (!element(answer.body, "ETag")) throw_s3("complete parts", answer.status);
    }

    Listing list(const std::string& token) {
        Call call;
        call.host = host_;
        call.path = "/" + options_.bucket;
        call.query = {{"list-type", "2"}, {"prefix", options_.prefix}};
        if (!token.empty()) call.query.emplace_back("continuation-token", token);
        const auto answer = send(call, {});
        expect_success("list", answer);
        auto listing = parse_listing(answer.body);
        if (!listing) throw_s3("list", answer.status);
        return *std::move(listing);
    }

    Options options_;
    const base::Clock& clock_;
    std::string host_;
    net::Client client_;
};

}  // namespace

std::unique_ptr<Store> open_s3_store(const Options& options, const base::Clock& clock) {
    return std::make_unique<S3Store>(options, clock);
}

}  // namespace medal::blob::s3
