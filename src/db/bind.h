// Described structs to and from rows, columns by member name. Ids, dates, hashes and enums are TEXT, instants
// BIGINT microseconds, booleans BIGINT 0/1; lists, maps, variants and nested structs are JSON in TEXT.
#pragma once

#include "base/json.h"
#include "base/time.h"
#include "db/session.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medal::db {

[[noreturn]] void throw_bad_column(std::string_view column, std::string_view expected);

template <class T>
Value to_value(const T& field) {
    if constexpr (std::same_as<T, Value>) {
        return field;
    } else if constexpr (base::kIsOptional<T>) {
        return field ? to_value(*field) : Value{};
    } else if constexpr (std::same_as<T, bool>) {
        return std::int64_t{field ? 1 : 0};
    } else if constexpr (std::integral<T>) {
        return static_cast<std::int64_t>(field);
    } else if constexpr (std::floating_point<T>) {
        return static_cast<double>(field);
    } else if constexpr (std::convertible_to<T, std::string_view>) {
        return std::string{std::string_view{field}};
    } else if constexpr (std::same_as<T, base::Instant>) {
        return field.microseconds;
    } else if constexpr (base::TextScalar<T>) {
        return base::Scalar<T>::to_text(field);
    } else if constexpr (base::DescribedEnum<T>) {
        return std::string{base::enum_text(field)};
    } else {
        return base::to_json(field);
    }
}

template <class... T>
std::vector<Value> values_of(const T&... fields) {
    return {to_value(fields)...};
}

template <class T>
void from_value(const Value& value, std::string_view column, T& field) {
    if constexpr (base::kIsOptional<T>) {
        if (std::holds_alternative<std::monostate>(value)) return field.reset();
        from_value(value, column, field.emplace());
    } else if constexpr (std::integral<T>) {
        const auto* number = std::get_if<std::int64_t>(&value);
        if (number == nullptr) throw_bad_column(column, "a whole number");
        if constexpr (std::same_as<T, bool>) {
            field = *number != 0;
        } else {
            if (!std::in_range<T>(*number)) throw_bad_column(column, "within the range of its member");
            field = static_cast<T>(*number);
        }
    } else if constexpr (std::floating_point<T>) {
        if (const auto* number = std::get_if<std::int64_t>(&value))
            return void(field = static_cast<T>(*number));
        const auto* real = std::get_if<double>(&value);
        if (real == nullptr) throw_bad_column(column, "a number");
        field = *real;
    } else if constexpr (std::same_as<T, base::Instant>) {
        from_value(value, column, field.microseconds);
    } else {
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr) throw_bad_column(column, "text");
        if constexpr (std::same_as<T, std::string>) {
            field = *text;
        } else if constexpr (base::TextScalar<T>) {
            const auto parsed = base::Scalar<T>::parse(*text);
            if (!parsed) throw_bad_column(column, base::Scalar<T>::kFormat);
            field = *parsed;
        } else if constexpr (base::DescribedEnum<T>) {
            const auto parsed = base::parse_enum<T>(*text);
            if (!parsed) throw_bad_column(column, "a known word");
            field = *parsed;
        } else {
            field = base::from_json<T>(*text);
        }
    }
}

/// Every member must have its column; further columns are passed over.
template <base::DescribedStruct T>
std::vector<T> read_rows(const Rows& rows) {
    std::vector<T> result(rows.rows.size());
    if (result.empty()) return result;
    T sample{};
    base::for_each_member(sample, [&](std::string_view name, auto&) {
        bool found = false;
        for (const auto& column : rows.columns) found = found || column == name;
        if (!found) throw_bad_column(name, "in the result");
    });
    for (std::size_t r = 0; r < result.size(); ++r) {
        base::for_each_member(result[r], [&](std::string_view name, auto& member) {
            for (std::size_t c = 0; c < rows.columns.size(); ++c) {
                if (rows.columns[c] == name) from_value(rows.rows[r][c], name, member);
            }
        });
    }
    return result;
}

template <base::DescribedStruct T, class... Parameter>
std::vector<T> rows(Session& session, std::string_view sql, const Parameter&... parameters) {
    return read_rows<T>(session.query(sql, values_of(parameters...)));
}

template <base::DescribedStruct T, class... Parameter>
std::optional<T> maybe_row(Session& session, std::string_view sql, const Parameter&... parameters) {
    auto found = rows<T>(session, sql, parameters...);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

/// The first column of every row.
template <class T, class... Parameter>
std::vector<T> column(Session& session, std::string_view sql, const Parameter&... parameters) {
    const auto found = session.query(sql, values_of(parameters...));
    std::vector<T> values(found.rows.size());
    for (std::size_t r = 0; r < values.size(); ++r)
        from_value(found.rows[r].at(0), found.columns.at(0), values[r]);
    return values;
}

/// "SELECT key, count(*) … GROUP BY key": how many rows each key has.
template <class Key = std::string, class... Parameter>
std::map<Key, std::int64_t> counts(Session& session, std::string_view sql, const Parameter&... parameters) {
    const auto found = session.query(sql, values_of(parameters...));
    std::map<Key, std::int64_t> counted;
    for (const auto& row : found.rows) {
        Key key{};
        from_value(row.at(0), found.columns.at(0), key);
        from_value(row.at(1), found.columns.at(1), counted[std::move(key)]);
    }
    return counted;
}

template <class T, class... Parameter>
std::optional<T> maybe_scalar(Session& session, std::string_view sql, const Parameter&... parameters) {
    auto found = column<T>(session, sql, parameters...);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

template <class... Parameter>
std::int64_t execute(Session& session, std::string_view sql, const Parameter&... parameters) {
    return session.execute(sql, values_of(parameters...));
}

/// "INSERT INTO table (members…) VALUES ($1…)". `table` and member names are ours, never foreign text.
template <base::DescribedStruct T>
void insert(Session& session, std::string_view table, const T& value) {
    std::string columns;
    std::string places;
    std::vector<Value> values;
    base::for_each_member(value, [&](std::string_view name, const auto& member) {
        values.push_back(to_value(member));
        columns += (columns.empty() ? "" : ", ") + std::string{name};
        places += (places.empty() ? "$" : ", $") + std::to_string(values.size());
    });
    session.execute("INSERT INTO " + std::string{table} + " (" + columns + ") VALUES (" + places + ")",
                    values);
}

/// "UPDATE table SET … WHERE id = …": every member but `id`. Returns whether the row was there.
template <base::DescribedStruct T>
bool update(Session& session, std::string_view table, const T& value) {
    std::string sets;
    std::vector<Value> values{to_value(value.id)};
    base::for_each_member(value, [&](std::string_view name, const auto& member) {
        if (name == "id") return;
        values.push_back(to_value(member));
        sets += (sets.empty() ? "" : ", ") + std::string{name} + " = $" + std::to_string(values.size());
    });
    return session.execute("UPDATE " + std::string{table} + " SET " + sets + " WHERE id = $1", values) > 0;
}

}  // namespace medal::db
