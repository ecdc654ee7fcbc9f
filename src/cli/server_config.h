// Every setting of a server or worker, with its default. The struct is the list: file, environment and flags
// follow from it (base/config.h), and `medal config` prints it. docs/operator.md explains each.
#pragma once

#include "base/config.h"

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace CLI {
class App;
}

namespace medal::cli {

struct ServerSettings {
    std::string listen = "127.0.0.1:8080";
    /// As people reach it; empty: http:// and the address that is listened on.
    std::string public_url;
    /// A TLS proxy is in front: HSTS, Secure cookies.
    bool behind_tls = false;
    std::vector<std::string> trusted_proxies;
    std::vector<std::string> metrics_readers{"127.0.0.1", "::1"};
    std::int64_t io_threads = 0;
    std::int64_t worker_threads = 8;
    std::int64_t max_upload_bytes = std::int64_t{64} << 30;
    std::int64_t stop_patience_ms = 20'000;
    /// Empty: beside the binary, or ./web/dist.
    std::string web_folder;
    /// Multiplies every rate limit; 0 switches them off (tests, bench).
    double rate_factor = 1;
};
BOOST_DESCRIBE_STRUCT(ServerSettings, (),
                      (listen, public_url, behind_tls, trusted_proxies, metrics_readers, io_threads,
                       worker_threads, max_upload_bytes, stop_patience_ms, web_folder, rate_factor))

struct DatabaseSettings {
    /// Empty: sqlite:DATA/medal.db. May hold a password.
    base::Secret url;
    std::int64_t max_sessions = 16;
    bool durable = true;
};
BOOST_DESCRIBE_STRUCT(DatabaseSettings, (), (url, max_sessions, durable))

struct JobSettings {
    /// Worker threads inside `medal serve`; 0 leaves the work to `medal worker`.
    std::int64_t threads = 2;
    /// How long a job waits for the heartbeat of a worker that died before another takes it over; a living
    /// worker tells four times as often that it is there. At least 400.
    std::int64_t lease_ms = 60'000;
};
BOOST_DESCRIBE_STRUCT(JobSettings, (), (threads, lease_ms))

enum class SmtpSecurityChoice { none, starttls, tls };
BOOST_DESCRIBE_ENUM(SmtpSecurityChoice, none, starttls, tls)

struct MailSettings {
    std::string from = "medal@localhost";
    /// Without an SMTP host mails are written here as .eml; empty: DATA/mail.
    std::string folder;
    std::string smtp_host;
    std::int64_t smtp_port = 587;
    SmtpSecurityChoice smtp_security = SmtpSecurityChoice::starttls;
    std::string smtp_user;
    base::Secret smtp_password;
};
BOOST_DESCRIBE_STRUCT(MailSettings, (),
                      (from, folder, smtp_host, smtp_port, smtp_security, smtp_user, smtp_password))

struct BlobSettings {
    /// "https://s3.example.org"; empty: files are in DATA/blobs.
    std::string s3_endpoint;
    std::string s3_bucket;
    std::string s3_prefix = "blobs/";
    std::string s3_region = "us-east-1";
    std::string s3_access_key;
    base::Secret s3_secret_key;
    /// A file of certificates to trust instead of the system's.
    std::string s3_ca_file;
    /// Copies of what is served, in DATA/blob-copies; more is removed again.
    std::int64_t cache_bytes = std::int64_t{50} << 30;
};
BOOST_DESCRIBE_STRUCT(BlobSettings, (),
                      (s3_endpoint, s3_bucket, s3_prefix, s3_region, s3_access_key, s3_secret_key, s3_ca_file,
                       cache_bytes))

struct QuarantineSettings {
    /// Must be on tmpfs; empty: below /dev/shm.
    std::string memory_folder;
};
BOOST_DESCRIBE_STRUCT(QuarantineSettings, (), (memory_folder))

struct ImagingSettings {
    /// Lists of images of public data sets, as `medal fingerprint FOLDER > LIST` prints them.
    std::vector<std::string> public_fingerprints;
    /// Given images whose fingerprints are held in memory to find near copies, about 1.1 KB each.
    std::int64_t fingerprints_in_memory = 500'000;
    /// Servers and workers do not start where bubblewrap does not work.
    bool require_sandbox = false;
};
BOOST_DESCRIBE_STRUCT(ImagingSettings, (), (public_fingerprints, fingerprints_in_memory, require_sandbox))

enum class LogLevelChoice { debug, info, warning, error };
BOOST_DESCRIBE_ENUM(LogLevelChoice, debug, info, warning, error)

struct LogSettings {
    LogLevelChoice level = LogLevelChoice::info;
    /// Empty: standard error.
    std::string file;
};
BOOST_DESCRIBE_STRUCT(LogSettings, (), (level, file))

struct ServerConfig {
    std::string data;
    ServerSettings server;
    DatabaseSettings database;
    BlobSettings blobs;
    JobSettings jobs;
    MailSettings mail;
    QuarantineSettings quarantine;
    ImagingSettings imaging;
    LogSettings log;
};
BOOST_DESCRIBE_STRUCT(ServerConfig, (), (data, server, database, blobs, jobs, mail, quarantine, imaging, log))

/// What the command line says of the configuration.
struct ConfigFlags {
    std::string data;
    std::string config_file;
    /// "key=value"
    std::vector<std::string> settings;
};

/// File, then environment, then flags. Throws base::Error that names the key.
ServerConfig load_config(const ConfigFlags& flags);

/// --data, --config and --set.
void add_config_flags(CLI::App& command, ConfigFlags& flags);

}  // namespace medal::cli
