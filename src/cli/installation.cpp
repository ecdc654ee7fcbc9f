#include "cli/installation.h"

#include "base/error.h"
#include "blob/cached_store.h"
#include "blob/s3/s3_store.h"
#include "release/signature.h"

#include <algorithm>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;

fs::path made_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw base::Error{base::ErrorKind::invalid,
                          "config.data_unwritable",
                          "The data folder cannot be made.",
                          {.field = folder.string(), .hint = "Check the path and its owner.", .detail = {}}};
    }
    return folder;
}

fs::path require_data(const ServerConfig& config) {
    if (!config.data.empty()) return made_folder(config.data);
    throw base::Error{base::ErrorKind::invalid,
                      "usage.data",
                      "Say where the data lies.",
                      {.field = "--data", .hint = "Example: --data /srv/medal", .detail = {}}};
}

db::Options database_options(const ServerConfig& config, const fs::path& data) {
    db::Options options;
    options.url = config.database.url.value.empty() ? "sqlite:" + (data / "medal.db").string()
                                                    : config.database.url.value;
    options.max_sessions = static_cast<std::size_t>(config.database.max_sessions);
    options.is_durable = config.database.durable;
    return options;
}

[[noreturn]] void throw_incomplete_s3(const std::string& field) {
    throw base::Error{base::ErrorKind::invalid,
                      "config.s3_incomplete",
                      "An S3 store needs an address with its scheme, a bucket and two keys.",
                      {.field = field,
                       .hint = "Set it, or leave blobs.s3_endpoint empty to keep files in the data folder.",
                       .detail = {}}};
}

std::unique_ptr<blob::Store> open_blobs(const ServerConfig& config, const fs::path& data,
                                        const base::Clock& clock) {
    const auto& settings = config.blobs;
    if (settings.s3_endpoint.empty()) return blob::open_local_store(data / "blobs");
    if (settings.s3_endpoint.find("://") == std::string::npos) throw_incomplete_s3("blobs.s3_endpoint");
    if (settings.s3_bucket.empty()) throw_incomplete_s3("blobs.s3_bucket");
    if (settings.s3_access_key.empty()) throw_incomplete_s3("blobs.s3_access_key");
    if (settings.s3_secret_key.value.empty()) throw_incomplete_s3("blobs.s3_secret_key");
    blob::s3::Options options;
    options.endpoint = settings.s3_endpoint;
    while (options.endpoint.ends_with('/')) options.endpoint.pop_back();
    options.bucket = settings.s3_bucket;
    options.prefix = settings.s3_prefix;
    options.credentials = {settings.s3_access_key, settings.s3_secret_key.value, settings.s3_region};
    options.spool_folder = data / "blob-spool";
    options.ca_file = settings.s3_ca_file;
    return blob::open_cached_store(
        blob::s3::open_s3_store(options, clock),
        {.folder = data / "blob-copies", .max_bytes = static_cast<std::uint64_t>(settings.cache_bytes)},
        clock);
}

std::string public_url(const ServerConfig& config) {
    auto url = config.server.public_url.empty() ? "http://" + config.server.listen : config.server.public_url;
    while (url.ends_with('/')) url.pop_back();
    return url;
}

mail::DeliveryOptions mail_options(const ServerConfig& config, const fs::path& data) {
    mail::DeliveryOptions options;
    options.from = config.mail.from;
    options.folder = config.mail.folder.empty() ? data / "mail" : fs::path{config.mail.folder};
    if (config.mail.smtp_host.empty()) return options;
    net::SmtpServer server;
    server.host = config.mail.smtp_host;
    server.port = static_cast<int>(config.mail.smtp_port);
    server.security = static_cast<net::SmtpSecurity>(config.mail.smtp_security);
    server.user = config.mail.smtp_user;
    server.password = config.mail.smtp_password.value;
    options.server = server;
    return options;
}

std::shared_ptr<contribution::DuplicateSearch> make_duplicate_search(const ImagingSettings& settings) {
    const std::vector<fs::path> lists{settings.public_fingerprints.begin(),
                                      settings.public_fingerprints.end()};
    contribution::DuplicateSearch::Options options;
    options.most_entries =
        static_cast<std::size_t>(std::max<std::int64_t>(settings.fingerprints_in_memory, 1000));
    return std::make_shared<contribution::DuplicateSearch>(options, contribution::PublicFingerprints{lists});
}

}  // namespace

Installation::Installation(const ServerConfig& config)
    : config_(config),
      data_(require_data(config)),
      database_(db::Database::open(database_options(config, data_))),
      blobs_(open_blobs(config_, data_, clock_)),
      shop_{*database_, *blobs_, clock_, random_, {public_url(config), data_, MEDAL_VERSION}, {}} {}

int Installation::migrate() {
    return db::migrate(*database_, api::all_migrations());
}

api::App Installation::make_app(const http::SessionCookies& cookies) {
    const fs::path memory = config_.quarantine.memory_folder.empty()
                                ? contribution::default_memory_folder(data_)
                                : fs::path{config_.quarantine.memory_folder};
    quarantine_ = std::make_unique<contribution::Quarantine>(
        contribution::Quarantine::Places{data_ / "quarantine", memory}, shop_);
    const auto key = data_ / "signing.key";
    if (!fs::exists(key)) release::save_secret_key(release::make_key_pair(), key);
    desk_ = std::make_unique<imaging::worker::DrawingDesk>(
        imaging::worker::DeskOptions{.folder = data_ / "drawing"});
    return {shop_,        cookies,
            *quarantine_, mail_options(config_, data_),
            key,          static_cast<std::uint64_t>(config_.server.max_upload_bytes),
            *desk_,       make_duplicate_search(config_.imaging)};
}

}  // namespace medal::cli
