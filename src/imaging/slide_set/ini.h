// The text files that name a slide's parts: sections, and in each a value for each key, as GLib's key files
// have them. Bounded, and nothing of it is trusted.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace medal::imaging::slide_set {

inline constexpr std::size_t kMaxIni_bytes = 1 << 20;
inline constexpr std::size_t kMaxIniSections = 4'096, kMaxIniKeys = 50'000, kMaxIniLine_bytes = 4'096;

class Ini {
  public:
    using Section = std::map<std::string, std::string, std::less<>>;
    struct Range {
        std::int64_t least = 0;
        std::int64_t most = 0;
    };

    /// Throws base::Error "slide.set_damaged" beyond the bounds above.
    explicit Ini(Bytes file);

    /// nullptr where there is none.
    const Section* section(std::string_view name) const;
    /// These throw base::Error "slide.set_damaged" where there is no such value, or none in the range.
    std::string text(std::string_view section, std::string_view key) const;
    std::int64_t integer(std::string_view section, std::string_view key, Range range) const;
    double decimal(std::string_view section, std::string_view key) const;
    bool has(std::string_view section, std::string_view key) const { return find(section, key) != nullptr; }

    const std::map<std::string, Section, std::less<>>& sections() const { return sections_; }

  private:
    const std::string* find(std::string_view section, std::string_view key) const;

    std::map<std::string, Section, std::less<>> sections_;
};

[[noreturn]] void fail_damaged_set();

}  // namespace medal::imaging::slide_set
