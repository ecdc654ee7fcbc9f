// Logs are events with fields, one JSON object a line on stderr (or a file): never sentences, never patient
// data, secrets or answers. Field values are numbers, ids and codes of our own; free text from outside is not
// logged.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace medal::base {

enum class LogLevel { debug, info, warning, error };

struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;

    LogField(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
    LogField(std::string_view field_name, const std::string& text)
        : name(field_name), value(std::string_view{text}) {}
    LogField(std::string_view field_name, const char* text)
        : name(field_name), value(std::string_view{text}) {}
    LogField(std::string_view field_name, double number) : name(field_name), value(number) {}
    LogField(std::string_view field_name, bool flag) : name(field_name), value(flag) {}
    template <class Integer>
        requires std::is_integral_v<Integer>
    LogField(std::string_view field_name, Integer number)
        : name(field_name), value(static_cast<std::int64_t>(number)) {}
};

/// {"time": …, "level": …, "event": …, fields…}
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

inline void log_info(std::string_view event, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::info, event, fields);
}
inline void log_warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::warning, event, fields);
}
inline void log_error(std::string_view event, std::initializer_list<LogField> fields = {}) {
    log(LogLevel::error, event, fields);
}

struct LogOptions {
    LogLevel level = LogLevel::info;
    /// Empty: stderr.
    std::string file;
};

/// Call once at start; before it, info and above go to stderr.
void start_log(const LogOptions& options);

}  // namespace medal::base
