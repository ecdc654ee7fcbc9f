#include "http/tus.h"

#include "base/error.h"
#include "base/hash.h"
#include "http/problem.h"

#include <array>
#include <ctime>
#include <memory>
#include <utility>

#include <openssl/evp.h>

namespace medal::http {
namespace {

constexpr std::string_view kVersion = "1.0.0";
constexpr std::string_view kPartType = "application/offset+octet-stream";

constexpr std::string_view kOverride = "x-http-method-override";

struct DigestCleanup {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Digests a part as it streams by.
class PartDigest {
  public:
    explicit PartDigest(const UploadChecksum& expected) : expected_(expected), context_(EVP_MD_CTX_new()) {
        const auto* kind = expected.algorithm == UploadChecksum::Algorithm::sha1 ? EVP_sha1() : EVP_sha256();
        if (!context_ || EVP_DigestInit_ex(context_.get(), kind, nullptr) != 1)
            base::fail_internal("EVP_DigestInit");
    }
    void update(std::span<const std::byte> piece) {
        if (EVP_DigestUpdate(context_.get(), piece.data(), piece.size()) != 1)
            base::fail_internal("EVP_DigestUpdate");
    }
    bool is_as_expected() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        if (EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1)
            base::fail_internal("EVP_DigestFinal");
        const auto bytes = std::as_bytes(std::span{digest}.first(size));
        return std::equal(bytes.begin(), bytes.end(), expected_.digest.begin(), expected_.digest.end());
    }

  private:
    UploadChecksum expected_;
    std::unique_ptr<EVP_MD_CTX, DigestCleanup> context_;
};

/// The body of a PATCH, or of a POST that creates with a first part.
class PartSink final : public BodySink {
  public:
    explicit PartSink(UploadState state) : state_(std::move(state)) {}
    PartSink(std::unique_ptr<UploadWriter> writer, const std::optional<UploadChecksum>& checksum)
        : writer_(std::move(writer)) {
        if (checksum) digest_.emplace(*checksum);
    }

    void write(std::span<const std::byte> piece) override {
        if (!writer_) throw protocol_error("http.body_too_large");
        if (digest_) digest_->update(piece);
        writer_->write(piece);
    }
    void broken() noexcept override {
        if (writer_) writer_->abandon();
        writer_.reset();
    }
    /// After the last byte.
    UploadState finish() {
        if (!writer_) return state_;
        if (digest_ && !digest_->is_as_expected()) {
            broken();
            throw protocol_error("tus.checksum_mismatch");
        }
        state_ = writer_->commit();
        writer_.reset();
        return state_;
    }

  private:
    UploadState state_;
    std::unique_ptr<UploadWriter> writer_;
    std::optional<PartDigest> digest_;
};

[[noreturn]] void refuse_header(std::string_view name, std::string_view what) {
    throw base::Error{base::ErrorKind::invalid, "tus.bad_header",
                      "The field " + std::string{name} + " " + std::string{what} + "."};
}

void require_version(const Request& request) {
    if (request.header("tus-resumable") != kVersion) throw protocol_error("tus.version");
}

void require_part_type(const Request& request) {
    if (request.header("content-type") == kPartType) return;
    throw base::Error{base::ErrorKind::unsupported, "tus.content_type",
                      "A part must be sent as " + std::string{kPartType} + "."};
}

std::uint64_t byte_count(const Request& request, std::string_view lower_name, std::string_view name) {
    const auto text = request.header(lower_name);
    if (!text) refuse_header(name, "is missing");
    const auto count = parse_byte_count(*text);
    if (!count) refuse_header(name, "is not a number of bytes");
    return *count;
}

std::optional<UploadChecksum> checksum_of(const Request& request) {
    const auto text = request.header("upload-checksum");
    if (!text) return std::nullopt;
    auto checksum = parse_upload_checksum(*text);
    if (!checksum) throw protocol_error("tus.bad_checksum_header");
    return checksum;
}

// RFC 9110, 5.6.7.
std::string http_date(base::Instant instant) {
    const auto seconds = static_cast<std::time_t>(instant.microseconds / base::kSecond_us);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

/// The protocol over one store; shared by the handlers of its routes.
class Tus {
  public:
    Tus(TusStore& store, TusOptions options) : store_(store), options_(std::move(options)) {}

    const TusOptions& options() const { return options_; }

    Response describe() const {
        return with_version(no_content())
            .with("Tus-Version", std::string{kVersion})
            .with("Tus-Max-Size", std::to_string(options_.max_size_bytes))
            .with("Tus-Extension", "creation,creation-with-upload,expiration,termination,checksum")
            .with("Tus-Checksum-Algorithm", "sha1,sha256");
    }

    std::unique_ptr<BodySink> open_creation(Request& request) {
        begin_change(request);
        const auto upload = read_creation(request);
        if (options_.before_create) options_.before_create(request, upload);
        const bool has_part = request.content_length != 0U;
        const auto checksum = has_part ? checksum_of(request) : std::nullopt;
        if (has_part) require_part_type(request);
        if (has_part && request.content_length.value_or(0) > upload.size_bytes) throw too_long();
        auto state = store_.create(request.actor, upload);
        request.params.push_back({"id", state.id});
        if (!has_part) return std::make_unique<PartSink>(std::move(state));
        return std::make_unique<PartSink>(store_.open(request.actor, state.id, 0, mode(checksum)), checksum);
    }

    Response create(Request& request) {
        const auto state = finish(request);
        auto response = no_content();
        response.status = 201;
        response.with("Location", options_.path + "/" + state.id);
        return with_state(std::move(response), state);
    }

    std::unique_ptr<BodySink> open_part(Request& request) {
        begin_change(request);
        require_part_type(request);
        const auto offset = byte_count(request, "upload-offset", "Upload-Offset");
        const auto checksum = checksum_of(request);
        const auto state = store_.find(request.actor, request.param("id"));
        if (request.content_length.value_or(0) > state.size_bytes - std::min(offset, state.size_bytes)) {
            throw too_long();
        }
        return std::make_unique<PartSink>(store_.open(request.actor, state.id, offset, mode(checksum)),
                                          checksum);
    }

    Response append(Request& request) { return with_state(no_content(), finish(request)); }

    // For clients behind proxies that know GET and POST only (X-HTTP-Method-Override).
    std::unique_ptr<BodySink> open_disguised(Request& request) {
        const auto method = request.header(kOverride);
        if (method == "PATCH") return open_part(request);
        if (method == "DELETE" && request.content_length == 0U) return nullptr;
        refuse_header("X-HTTP-Method-Override", "must be PATCH, or DELETE without a body");
    }
    Response answer_disguised(Request& request) {
        return request.sink ? append(request) : terminate(request);
    }

    Response inspect(Request& request) {
        require_version(request);
        const auto state = store_.find(request.actor, request.param("id"));
        auto response = no_content();
        response.status = 200;
        response.with("Upload-Length", std::to_string(state.size_bytes)).with("Cache-Control", "no-store");
        return with_state(std::move(response), state);
    }

    Response terminate(Request& request) {
        begin_change(request);
        store_.terminate(request.actor, request.param("id"));
        return with_version(no_content());
    }

  private:
    void begin_change(const Request& request) const {
        require_version(request);
        if (options_.before_change) options_.before_change(request);
    }
    static Commit mode(const std::optional<UploadChecksum>& checksum) {
        return checksum ? Commit::at_end : Commit::as_it_comes;
    }
    static base::Error too_long() {
        return base::Error{base::ErrorKind::too_large, "tus.too_long",
                           "The upload has less room than this part needs."};
    }
    static Response with_version(Response response) {
        return std::move(response).with("Tus-Resumable", std::string{kVersion});
    }
    static Response with_state(Response response, const UploadState& state) {
        response.with("Upload-Offset", std::to_string(state.offset_bytes));
        if (!state.is_complete()) response.with("Upload-Expires", http_date(state.expires_at));
        return with_version(std::move(response));
    }

    NewUpload read_creation(const Request& request) const {
        if (request.header("upload-defer-length")) refuse_header("Upload-Defer-Length", "is not supported");
        const auto size = byte_count(request, "upload-length", "Upload-Length");
        if (size > options_.max_size_bytes) {
            throw base::Error{base::ErrorKind::too_large, "tus.too_large",
                              "The file is larger than this server accepts."};
        }
        const auto header = request.header("upload-metadata").value_or("");
        if (header.size() > options_.max_metadata_bytes) refuse_header("Upload-Metadata", "is too long");
        auto metadata = parse_upload_metadata(header);
        if (!metadata) refuse_header("Upload-Metadata", "cannot be read");
        return {size, std::move(*metadata)};
    }

    UploadState finish(Request& request) {
        auto state = static_cast<PartSink&>(*request.sink).finish();
        if (options_.after_complete && state.is_complete()) options_.after_complete(request, state);
        return state;
    }

    TusStore& store_;
    TusOptions options_;
};

Route tus_route(const Tus& tus, Method method, std::string_view tail, std::string operation_id,
                std::string summary) {
    Route route;
    route.method = method;
    route.pattern = tus.options().path + std::string{tail};
    route.operation_id = std::move(operation_id);
    route.summary = std::move(summary);
    route.description = "tus 1.0.0: https://tus.io/protocols/resumable-upload";
    route.tag = "uploads";
    route.rate = RateClass::upload;
    route.success_status = 204;
    route.refusal_headers = {{"Tus-Resumable", std::string{kVersion}},
                             {"Tus-Version", std::string{kVersion}}};
    return route;
}

void add_changes(Router& router, const std::shared_ptr<Tus>& tus) {
    auto append =
        tus_route(*tus, Method::patch, "/{id}", "append_upload", "Send the next bytes of an upload");
    append.max_body_bytes = tus->options().max_size_bytes;
    append.open_sink = [tus](Request& request) { return tus->open_part(request); };
    append.handler = [tus](Request& request) { return tus->append(request); };
    router.add(std::move(append));

    auto terminate = tus_route(*tus, Method::del, "/{id}", "terminate_upload", "Give an upload up");
    terminate.is_idempotent = true;
    terminate.handler = [tus](Request& request) { return tus->terminate(request); };
    router.add(std::move(terminate));

    auto disguised = tus_route(*tus, Method::post, "/{id}", "change_upload", "PATCH or DELETE in disguise");
    disguised.max_body_bytes = tus->options().max_size_bytes;
    disguised.open_sink = [tus](Request& request) { return tus->open_disguised(request); };
    disguised.handler = [tus](Request& request) { return tus->answer_disguised(request); };
    router.add(std::move(disguised));
}

}  // namespace

void add_tus(Router& router, TusStore& store, TusOptions options) {
    const auto tus = std::make_shared<Tus>(store, std::move(options));
    const auto max_size = tus->options().max_size_bytes;

    auto describe = tus_route(*tus, Method::options, "", "describe_uploads", "What uploads can do here");
    describe.caller = CallerClass::unasked;
    describe.handler = [tus](Request&) { return tus->describe(); };
    router.add(std::move(describe));

    auto create =
        tus_route(*tus, Method::post, "", "create_upload", "Begin an upload, with first bytes if you like");
    create.success_status = 201;
    create.max_body_bytes = max_size;
    create.open_sink = [tus](Request& request) { return tus->open_creation(request); };
    create.handler = [tus](Request& request) { return tus->create(request); };
    router.add(std::move(create));

    auto inspect =
        tus_route(*tus, Method::head, "/{id}", "inspect_upload", "How much of an upload has arrived");
    inspect.success_status = 200;
    inspect.handler = [tus](Request& request) { return tus->inspect(request); };
    router.add(std::move(inspect));

    add_changes(router, tus);
}

}  // namespace medal::http
