// What a route's use case may ask of the request beside its body: path ids, query parameters, page limits;
// and what it may add to the answer. Foreign text never goes into an error.
#pragma once

#include "base/config.h"
#include "base/error.h"
#include "base/reflect.h"
#include "base/schema.h"
#include "http/request.h"
#include "http/response.h"
#include "http/route.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::api {

constexpr std::int64_t kDefaultPage = 50;
constexpr std::int64_t kMaxPage = 200;

/// Throws Error{not_found, "route.bad_id"}: an id that cannot be one is simply not there.
[[noreturn]] void throw_no_such_id(std::string_view name);
[[noreturn]] void throw_unknown_parameter();
[[noreturn]] void throw_bad_parameter(std::string_view name, std::string_view expected);

class Call {
  public:
    explicit Call(http::Request& request) : request_(request) {}

    http::Request& request() const { return request_; }

    /// The decoded segment "{name}" as a scalar.
    template <base::TextScalar T>
    T path(std::string_view name) const {
        const auto parsed = base::Scalar<T>::parse(request_.param(name));
        if (!parsed) throw_no_such_id(name);
        return *parsed;
    }

    const std::string& path_text(std::string_view name) const { return request_.param(name); }

    /// All query parameters as a described struct of optionals; an unknown one is an error.
    template <base::DescribedStruct T>
    T query() const {
        T values{};
        for (const auto& item : request_.query_items) {
            bool known = false;
            base::for_each_member(values, [&](std::string_view name, auto& member) {
                if (name != item.name) return;
                known = true;
                set_parameter(member, name, item.value);
            });
            if (!known) throw_unknown_parameter();
        }
        return values;
    }

    /// Headers that go with the answer; forgotten when the unit of work is tried again.
    std::vector<http::Header>& answer_headers() { return answer_headers_; }

  private:
    template <class T>
    static void set_parameter(T& member, std::string_view name, const std::string& text) {
        try {
            base::detail::set_leaf(member, name, text);
        } catch (const base::Error&) {
            throw_bad_parameter(name, "of its documented type");
        }
    }

    http::Request& request_;
    std::vector<http::Header> answer_headers_;
};

/// The limit that was asked for, at least 1 and at most kMaxPage; kDefaultPage when none was.
std::int64_t page_limit(std::optional<std::int64_t> asked);

/// The parameters of a query struct, for the OpenAPI document.
template <base::DescribedStruct T>
std::vector<http::Parameter> query_of() {
    std::vector<http::Parameter> parameters;
    base::SchemaSet unused;
    T sample{};
    base::for_each_member(sample, [&](std::string_view name, auto& member) {
        parameters.push_back({.name = std::string{name},
                              .schema_json = base::json_schema<std::remove_cvref_t<decltype(member)>>(unused),
                              .description = {}});
    });
    return parameters;
}

}  // namespace medal::api
