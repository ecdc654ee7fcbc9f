// A JSON array of flat objects read as the table it stands for (csv.h).
#include "base/csv.h"
#include "base/error.h"
#include "base/json.h"

#include <fmt/format.h>
#include <map>

namespace medal::base {
namespace {

[[noreturn]] void refuse(const std::string& name, std::string what) {
    throw Error(ErrorKind::invalid, "json.table", name + " " + std::move(what),
                {.hint = "Write an array of objects of numbers and texts, one a row."});
}

/// Nothing for arrays and objects.
std::optional<std::string> cell_of(const boost::json::value& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            return "";
        case boost::json::kind::bool_:
            return value.get_bool() ? "1" : "0";
        case boost::json::kind::int64:
            return std::to_string(value.get_int64());
        case boost::json::kind::uint64:
            return std::to_string(value.get_uint64());
        case boost::json::kind::double_:
            return fmt::format("{}", value.get_double());
        case boost::json::kind::string:
            return std::string(value.get_string());
        default:
            return std::nullopt;
    }
}

std::map<std::string, std::size_t> columns_of(const boost::json::array& rows, std::vector<std::string>& names,
                                              const std::string& table) {
    std::map<std::string, std::size_t> columns;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (!rows[row].is_object()) refuse(table, "row " + std::to_string(row + 1) + " is not an object.");
        for (const auto& member : rows[row].get_object()) {
            if (columns.try_emplace(std::string(member.key()), names.size()).second)
                names.emplace_back(member.key());
        }
    }
    return columns;
}

boost::json::value parse_named(std::string_view text, const std::string& name) {
    try {
        return detail::parse_json(text);
    } catch (const Error& error) {
        refuse(name, "is not valid JSON: " + error.message());
    }
}

}  // namespace

CsvTable CsvTable::from_json(std::string_view text, std::string name, CsvLimits limits) {
    CsvTable table;
    table.name_ = std::move(name);
    table.first_row_ = 1;
    if (text.size() > limits.max_bytes) refuse(table.name_, "is larger than the limit for tables.");
    const boost::json::value parsed = parse_named(text, table.name_);
    if (!parsed.is_array()) refuse(table.name_, "is not an array.");
    const boost::json::array& rows = parsed.get_array();
    const auto columns = columns_of(rows, table.columns_, table.name_);
    if (columns.empty() || columns.size() > limits.max_columns || rows.size() > limits.max_rows)
        refuse(table.name_, "has no rows, or more rows or columns than the limit for tables.");
    table.cells_.resize(rows.size() * columns.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (const auto& member : rows[row].get_object()) {
            const std::size_t column = columns.at(std::string(member.key()));
            auto cell = cell_of(member.value());
            if (!cell) table.fail(row, column, "a list or an object.", "Write a number or a text.");
            table.cells_[row * columns.size() + column] = std::move(*cell);
        }
    }
    return table;
}

}  // namespace medal::base
