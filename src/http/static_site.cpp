#include "http/static_site.h"

#include "base/hash.h"
#include "base/random.h"
#include "http/conditional.h"
#include "http/problem.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace medal::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/markdown; charset=utf-8"},
    {".xml", "application/xml"},
    {".pdf", "application/pdf"},
    {".mp4", "video/mp4"},
}};

/// In the order in which they are preferred.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kCodings = {
    {{"br", ".br"}, {"gzip", ".gz"}}};

constexpr std::size_t kNonce_bytes = 16;
constexpr std::size_t kHashedTail_letters = 8;

std::string read_file(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

bool is_compressed_twin(const fs::path& path) {
    return std::any_of(kCodings.begin(), kCodings.end(), [&](const auto& coding) {
        return path.extension() == coding.second && fs::is_regular_file(fs::path{path}.replace_extension());
    });
}

bool wants_page(const Request& request) {
    const auto accept = request.header("accept");
    const auto name = request.path.substr(request.path.rfind('/') + 1);
    return accept && accept->find("text/html") != std::string_view::npos &&
           name.find('.') == std::string_view::npos;
}

}  // namespace

StaticSite::StaticSite(StaticSiteOptions options, SecurityHeaders security)
    : options_(std::move(options)), security_(std::move(security)) {
    if (!fs::is_directory(options_.folder)) return;  // the binary also runs without the web app
    for (const auto& entry : fs::recursive_directory_iterator(options_.folder)) {
        if (entry.is_symlink() || !entry.is_regular_file() || is_compressed_twin(entry.path())) continue;
        add(entry.path());
    }
}

StaticSite::Form StaticSite::load(const fs::path& path) {
    const auto size = fs::file_size(path);
    if (size > options_.max_file_in_memory_bytes || memory_bytes_ + size > options_.max_memory_bytes) {
        return {nullptr, path};
    }
    memory_bytes_ += size;
    return {std::make_shared<const std::string>(read_file(path)), path};
}

void StaticSite::add(const fs::path& path) {
    File file;
    file.content_type = content_type_of(path);
    const auto content = read_file(path);
    const auto hash = base::sha256(content);
    file.tag = base::base64url(std::span{hash.bytes}.first(kNonce_bytes));
    file.has_nonce = path.extension() == ".html" && content.find(kNoncePlaceholder) != std::string::npos;
    file.forms.emplace("", load(path));
    for (const auto& [coding, ending] : kCodings) {
        const auto twin = fs::path{path}.concat(ending);
        if (fs::is_regular_file(twin)) file.forms.emplace(coding, load(twin));
    }
    const auto url = "/" + fs::relative(path, options_.folder).generic_string();
    file.is_immutable = has_hashed_name(url);
    files_.emplace(url, std::move(file));
}

const StaticSite::File* StaticSite::find(const Request& request) const {
    const auto path = percent_decoded(request.path);
    if (!path) return nullptr;
    const bool is_folder = !path->empty() && path->back() == '/';
    const auto found = files_.find(is_folder ? *path + "index.html" : *path);
    if (found != files_.end()) return &found->second;
    const bool is_reserved =
        std::any_of(options_.reserved_prefixes.begin(), options_.reserved_prefixes.end(),
                    [&](const auto& prefix) { return request.path.starts_with(prefix); });
    if (is_reserved || !wants_page(request)) return nullptr;
    const auto page = files_.find("/index.html");
    return page == files_.end() ? nullptr : &page->second;
}

Response StaticSite::answer(const Request& request) const {
    const auto* file = find(request);
    if (file == nullptr) throw protocol_error("http.not_found");
    return file->has_nonce ? answer_with_nonce(*file) : answer_file(request, *file);
}

Response StaticSite::answer_file(const Request& request, const File& file) const {
    const auto accepted = request.header("accept-encoding").value_or("");
    auto chosen = file.forms.find("");
    for (const auto& [coding, ending] : kCodings) {
        const auto form = file.forms.find(coding);
        if (form == file.forms.end() || !list_accepts(accepted, coding)) continue;
        chosen = form;
        break;
    }
    Response response;
    response.content_type = file.content_type;
    // RFC 9110, 8.8.3.3: forms of one file are different things to a cache, so their tags differ.
    const auto& coding = chosen->first;
    response.with("ETag", '"' + file.tag + (coding.empty() ? "" : "-" + coding) + '"');
    response.with("Cache-Control",
                  file.is_immutable ? "public, max-age=31536000, immutable" : "public, no-cache");
    if (file.forms.size() > 1) response.with("Vary", "Accept-Encoding");
    // A worker obeys the policy of its own script (CSP level 3, 4.2.2): the image codecs run in workers.
    if (file.content_type.starts_with("text/javascript"))
        response.with("Content-Security-Policy", security_.page_policy({}));
    if (!coding.empty()) response.with("Content-Encoding", coding);
    if (chosen->second.text) {
        response.body = chosen->second.text;
    } else {
        response.body = FileBody{chosen->second.path};
    }
    return response;
}

// A nonce that came out of a cache would be a constant, so such a page is never stored.
Response StaticSite::answer_with_nonce(const File& file) const {
    base::SecureRandom random;
    const auto nonce = base::random_token(random, kNonce_bytes);
    const auto& form = file.forms.find("")->second;
    auto page = form.text ? *form.text : read_file(form.path);
    for (auto at = page.find(kNoncePlaceholder); at != std::string::npos;
         at = page.find(kNoncePlaceholder, at + nonce.size())) {
        page.replace(at, kNoncePlaceholder.size(), nonce);
    }
    return html_response(200, std::move(page))
        .with("Cache-Control", "no-store")
        .with("Content-Security-Policy", security_.page_policy(nonce));
}

std::string_view content_type_of(const fs::path& path) {
    const auto ending = path.extension().string();
    for (const auto& [known, type] : kTypes) {
        if (equal_without_case(ending, known)) return type;
    }
    return "application/octet-stream";
}

bool has_hashed_name(std::string_view url_path) {
    if (url_path.find("/assets/") == std::string_view::npos) return false;
    auto name = url_path.substr(url_path.rfind('/') + 1);
    name = name.substr(0, name.find('.', name.rfind('-')));
    if (name.size() <= kHashedTail_letters) return false;
    const auto tail = name.substr(name.size() - kHashedTail_letters);
    const bool is_set_off = name[name.size() - kHashedTail_letters - 1] == '-';
    const auto is_digit_or_capital = [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z');
    };
    // A plain word ("fact-document.pdf") is no hash.
    if (!is_set_off || std::none_of(tail.begin(), tail.end(), is_digit_or_capital)) return false;
    return std::all_of(tail.begin(), tail.end(), [&](char letter) {
        return is_digit_or_capital(letter) || (letter >= 'a' && letter <= 'z') || letter == '_' ||
               letter == '-';
    });
}

Route static_route(const StaticSite& site) {
    Route route;
    route.pattern = "/{path*}";
    route.operation_id = "static";
    route.caller = CallerClass::unasked;
    route.rate = RateClass::unlimited;
    route.runs_on = RunsOn::io_thread;
    route.is_internal = true;
    route.handler = [&site](Request& request) { return site.answer(request); };
    return route;
}

}  // namespace medal::http
