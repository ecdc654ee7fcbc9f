#include "base/log.h"

#include "base/json_write.h"
#include "base/time.h"

#include <memory>

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace medal::base {
namespace {

constexpr const char* kLoggerName = "medal";

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string_view to_text(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "info";
}

// spdlog's own registry is the one shared object; we only name our entry in it.
std::shared_ptr<spdlog::logger> logger() {
    auto existing = spdlog::get(kLoggerName);
    if (existing) return existing;
    start_log({});
    return spdlog::get(kLoggerName);
}

}  // namespace

void start_log(const LogOptions& options) {
    spdlog::sink_ptr sink;
    if (options.file.empty()) {
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file);
    }
    auto made = std::make_shared<spdlog::logger>(kLoggerName, std::move(sink));
    made->set_pattern("%v");
    made->set_level(to_spdlog(options.level));
    made->flush_on(spdlog::level::info);
    spdlog::drop(kLoggerName);
    spdlog::register_logger(std::move(made));
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    const auto target = logger();
    if (!target || !target->should_log(to_spdlog(level))) return;
    std::string line = "{\"time\":\"" + Scalar<Instant>::to_text(SystemClock{}.now()) + "\",\"level\":\"";
    line += to_text(level);
    line += "\",\"event\":";
    write_json_string(line, event);
    for (const auto& field : fields) {
        line += ',';
        write_json_string(line, field.name);
        line += ':';
        std::visit([&](const auto& value) { write_json(line, value); }, field.value);
    }
    line += '}';
    target->log(to_spdlog(level), line);
}

}  // namespace medal::base
