// Tests only: finds and reads the oracle files (expected values from R packages and published tables).
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace medal::statistics::oracle {

inline std::filesystem::path path_of(const std::string& name) {
    const char* set = std::getenv("MEDAL_SHARED_DATA");
    const std::filesystem::path root =
        set != nullptr ? std::filesystem::path(set)
                       : std::filesystem::path(MEDAL_SOURCE_DIR).parent_path() / "shared" / "data";
    return root / "oracle" / name;
}

inline bool present(const std::string& name) {
    return std::filesystem::exists(path_of(name));
}

inline boost::json::value load(const std::string& name) {
    std::ifstream file(path_of(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str());
}

/// null becomes NaN.
inline double number(const boost::json::value& value) {
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.to_number<double>();
}

inline std::vector<double> numbers(const boost::json::value& value) {
    std::vector<double> result;
    for (const boost::json::value& entry : value.as_array()) result.push_back(number(entry));
    return result;
}

}  // namespace medal::statistics::oracle

#define MEDAL_NEEDS_ORACLE(name)                                                                 \
    if (!medal::statistics::oracle::present(name)) {                                             \
        GTEST_SKIP() << "no oracle " << (name) << " (set MEDAL_SHARED_DATA to the shared data)"; \
    }
