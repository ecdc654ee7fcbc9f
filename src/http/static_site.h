// The web app: a folder of built files, listed once at start, so that no request ever names a path on disk.
// Files that the build compressed (app.js.br, app.js.gz) are chosen by Accept-Encoding; names with a hash
// (assets/app-B1kqXz9Q.js) may be kept for ever; addresses of the app itself give index.html.
#pragma once

#include "http/route.h"
#include "http/security_headers.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace medal::http {

/// Where a page carries this text, each answer puts a fresh nonce that its content security policy allows.
inline constexpr std::string_view kNoncePlaceholder = "__CSP_NONCE__";

struct StaticSiteOptions {
    std::filesystem::path folder;
    /// Below these nothing falls back to index.html.
    std::vector<std::string> reserved_prefixes = {"/api/", "/dicomweb/", "/files/"};
    std::size_t max_file_in_memory_bytes = 256 * 1024;
    std::size_t max_memory_bytes = std::size_t{64} << 20U;
};

class StaticSite {
  public:
    StaticSite(StaticSiteOptions options, SecurityHeaders security);

    Response answer(const Request& request) const;
    std::size_t file_count() const { return files_.size(); }

  private:
    /// One form of a file: plain, br or gzip.
    struct Form {
        SharedText text;  ///< empty: read from disk
        std::filesystem::path path;
    };
    struct File {
        std::string content_type;
        std::string tag;
        bool is_immutable = false;
        bool has_nonce = false;
        std::map<std::string, Form, std::less<>> forms;  ///< by content coding; "" is the plain one
    };

    void add(const std::filesystem::path& path);
    Form load(const std::filesystem::path& path);
    const File* find(const Request& request) const;
    Response answer_file(const Request& request, const File& file) const;
    Response answer_with_nonce(const File& file) const;

    StaticSiteOptions options_;
    SecurityHeaders security_;
    std::size_t memory_bytes_ = 0;
    std::map<std::string, File, std::less<>> files_;
};

/// "text/html; charset=utf-8" of "index.html"; "application/octet-stream" for what is not known.
std::string_view content_type_of(const std::filesystem::path& path);

/// Whether a build tool put a hash of the content into the name.
bool has_hashed_name(std::string_view url_path);

/// For Router::set_fallback; `site` must outlive the router.
Route static_route(const StaticSite& site);

}  // namespace medal::http
