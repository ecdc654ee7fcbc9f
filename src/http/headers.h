// The header fields of one message. Names are kept in lower case in one block of text, so that a request
// costs two allocations however many fields it has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::http {

/// Compares field names and other tokens (RFC 9110, 5.1): ASCII letters without case.
bool equal_without_case(std::string_view a, std::string_view b) noexcept;

class HeaderList {
  public:
    void add(std::string_view name, std::string_view value);
    void clear();

    /// The first field of that name; ask with a lower-case name.
    std::optional<std::string_view> find(std::string_view lower_name) const;
    std::size_t count(std::string_view lower_name) const;
    std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        std::uint32_t name_at;
        std::uint32_t name_size;
        std::uint32_t value_size;
    };
    std::string_view name_of(const Entry& entry) const;
    std::string_view value_of(const Entry& entry) const;

    std::string text_;
    std::vector<Entry> entries_;
};

/// Whether a comma-separated list ("gzip, br;q=0.5") names `token` with a weight above zero.
bool list_accepts(std::string_view list, std::string_view token);

/// The parts of a list between `separator`s, trimmed; empty parts are left out.
std::vector<std::string_view> list_parts(std::string_view list, char separator);

}  // namespace medal::http
