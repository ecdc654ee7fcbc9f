#include "net/client.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/text.h"
#include "net/transfer.h"

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

namespace medal::net {
namespace {

constexpr int kMaxRedirects = 5;

/// What the callbacks of one transfer work on.
struct Exchange {
    const Request& request;
    CURL* handle;
    Response response{};
    std::uint64_t received = 0;
    bool is_too_large = false;
    bool was_refused = false;
    std::exception_ptr failure{};
    File file{};
    std::uint64_t file_left = 0;
};

long status_of(CURL* handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

std::size_t on_body(char* data, std::size_t, std::size_t size, void* context) {
    auto& exchange = *static_cast<Exchange*>(context);
    exchange.received += size;
    if (exchange.received > exchange.request.max_response_bytes) {
        exchange.is_too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    const std::string_view piece{data, size};
    const bool is_success = status_of(exchange.handle) / 100 == 2;
    if (!exchange.request.on_body || !is_success) {
        exchange.response.body += piece;
        return size;
    }
    try {
        exchange.request.on_body(base::bytes_of(piece));
        return size;
    } catch (const std::exception&) {
        exchange.failure = std::current_exception();
        return CURL_WRITEFUNC_ERROR;
    }
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* context) {
    auto& headers = static_cast<Exchange*>(context)->response.headers;
    const std::string_view line{data, size};
    if (line.starts_with("HTTP/")) {
        headers.clear();  // an interim answer (100) came before
        return size;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
        headers.push_back(
            {std::string{line.substr(0, colon)}, std::string{base::trimmed(line.substr(colon + 1))}});
    }
    return size;
}

std::size_t read_file(char* out, std::size_t, std::size_t room, void* context) {
    auto& exchange = *static_cast<Exchange*>(context);
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(room, exchange.file_left));
    const auto got = std::fread(out, 1, wanted, exchange.file.get());
    exchange.file_left -= got;
    return got < wanted ? CURL_READFUNC_ABORT : got;
}

void open_upload(Exchange& exchange, const FileUpload& upload) {
    exchange.file.reset(std::fopen(upload.path.c_str(), "rbe"));
    if (!exchange.file) base::fail_internal("open upload: " + std::generic_category().message(errno));
    const auto total = std::filesystem::file_size(upload.path);
    if (upload.offset > total) base::fail_internal("upload begins behind the end of its file");
    exchange.file_left = upload.size != 0 ? upload.size : total - upload.offset;
    if (std::fseek(exchange.file.get(), static_cast<long>(upload.offset), SEEK_SET) != 0) {
        base::fail_internal("seek in upload");
    }
    set(exchange.handle, CURLOPT_UPLOAD, 1L);
    set(exchange.handle, CURLOPT_READFUNCTION, &read_file);
    set(exchange.handle, CURLOPT_READDATA, static_cast<void*>(&exchange));
    set(exchange.handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(exchange.file_left));
}

void set_body(Exchange& exchange) {
    const auto& request = exchange.request;
    if (const auto* upload = std::get_if<FileUpload>(&request.body)) {
        open_upload(exchange, *upload);
    } else if (const auto& text = std::get<std::string>(request.body);
               !text.empty() || request.method == "POST") {
        set(exchange.handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(text.size()));
        set(exchange.handle, CURLOPT_POSTFIELDS, text.data());
    }
    if (request.method == "HEAD") set(exchange.handle, CURLOPT_NOBODY, 1L);
    set(exchange.handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

HeaderLines header_lines(const Request& request) {
    HeaderLines lines;
    const auto add = [&](const std::string& line) {
        auto* longer = curl_slist_append(lines.get(), line.c_str());
        if (longer == nullptr) base::fail_internal("curl_slist_append");
        static_cast<void>(lines.release());
        lines.reset(longer);
    };
    add("Expect:");  // waiting for "100 Continue" costs a second where a server does not know it
    for (const auto& header : request.headers) {
        if ((header.name + header.value).find_first_of("\r\n") != std::string::npos) {
            base::fail_internal("line break in a header field");
        }
        add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
    return lines;
}

void set_limits(CURL* handle, const Request& request) {
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout.count()));
    set(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.stall_timeout.count()));
    set(handle, CURLOPT_NOSIGNAL, 1L);
}

void set_basics(CURL* handle, const ClientOptions& options, const std::string& url) {
    set(handle, CURLOPT_URL, url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_USERAGENT, options.user_agent.c_str());
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    set(handle, CURLOPT_BUFFERSIZE, 256L * 1024L);
    set(handle, CURLOPT_UPLOAD_BUFFERSIZE, 256L * 1024L);
    if (!options.ca_file.empty()) set(handle, CURLOPT_CAINFO, options.ca_file.c_str());
}

Response transfer(CURL* handle, const ClientOptions& options, const Request& request,
                  const std::string& url) {
    curl_easy_reset(handle);  // keeps the connections
    Exchange exchange{request, handle};
    set_basics(handle, options, url);
    set_limits(handle, request);
    set_body(exchange);
    const auto lines = header_lines(request);
    set(handle, CURLOPT_HTTPHEADER, lines.get());
    set(handle, CURLOPT_WRITEFUNCTION, &on_body);
    set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
    set(handle, CURLOPT_HEADERFUNCTION, &on_header);
    set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&exchange));
    if (options.reach == Reach::public_only) guard_addresses(handle, exchange.was_refused);
    const auto code = curl_easy_perform(handle);
    if (exchange.failure) std::rethrow_exception(exchange.failure);
    if (exchange.is_too_large) throw_transfer_error(CURLE_FILESIZE_EXCEEDED, false);
    if (code != CURLE_OK) throw_transfer_error(code, exchange.was_refused);
    exchange.response.status = static_cast<int>(status_of(handle));
    return std::move(exchange.response);
}

struct UrlCleanup {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

/// "https://host:443": what must stay the same for a redirect to be followed.
std::optional<std::string> origin_of(const std::string& text) {
    const std::unique_ptr<CURLU, UrlCleanup> url{curl_url()};
    if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return std::nullopt;
    std::string origin;
    for (const auto part : {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT}) {
        char* piece = nullptr;
        if (curl_url_get(url.get(), part, &piece, CURLU_DEFAULT_PORT) != CURLUE_OK) return std::nullopt;
        origin += base::lower_ascii(piece) + ' ';
        curl_free(piece);
    }
    return origin;
}

/// Where a followed redirect leads; nullopt when the answer is final.
std::optional<std::string> next_url(CURL* handle, const Request& request, const std::string& url) {
    const bool is_read = request.method == "GET" || request.method == "HEAD";
    if (!is_read || request.redirects == Redirects::none) return std::nullopt;
    char* target = nullptr;
    curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &target);
    if (target == nullptr) return std::nullopt;
    const auto from = origin_of(url);
    const bool is_same = from && from == origin_of(target);
    return is_same ? std::optional<std::string>{target} : std::nullopt;
}

}  // namespace

/// Handles that are not in use, with their open connections.
class Client::Handles {
  public:
    Easy take() {
        const std::lock_guard lock{mutex_};
        if (free_.empty()) return make_easy();
        Easy handle = std::move(free_.back());
        free_.pop_back();
        return handle;
    }
    void give_back(Easy handle, std::size_t max_kept) {
        const std::lock_guard lock{mutex_};
        if (free_.size() < max_kept) free_.push_back(std::move(handle));
    }

  private:
    std::mutex mutex_;
    std::vector<Easy> free_;
};

std::string_view Response::header(std::string_view name) const {
    const auto wanted = base::lower_ascii(name);
    for (const auto& header : headers) {
        if (base::lower_ascii(header.name) == wanted) return header.value;
    }
    return {};
}

Client::Client(ClientOptions options) : options_(std::move(options)), handles_(std::make_unique<Handles>()) {
    start_curl();
}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Response Client::send(const Request& request) const {
    Easy handle = handles_->take();
    std::string url = request.url;
    for (int redirect = 0;; ++redirect) {
        auto response = transfer(handle.get(), options_, request, url);
        const auto next = redirect < kMaxRedirects ? next_url(handle.get(), request, url) : std::nullopt;
        if (!next) {
            handles_->give_back(std::move(handle), options_.max_kept_connections);
            return response;
        }
        url = *next;
    }
}

}  // namespace medal::net
