// Tests only: finds and reads the oracle files (a foreign format: values from peers and brute force).
#pragma once

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace medal::metrics::oracle {

inline std::filesystem::path path_of(const std::string& name) {
    const char* set = std::getenv("MEDAL_SHARED_DATA");
    const std::filesystem::path root =
        set != nullptr ? std::filesystem::path(set)
                       : std::filesystem::path(MEDAL_SOURCE_DIR).parent_path() / "shared" / "data";
    return root / "oracle" / name;
}

inline boost::json::value load(const std::string& name) {
    std::ifstream file(path_of(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str());
}

/// "nan" and "inf" stand for what JSON cannot write.
inline double number(const boost::json::value& value) {
    if (const auto* text = value.if_string()) {
        return *text == "inf" ? std::numeric_limits<double>::infinity()
                              : std::numeric_limits<double>::quiet_NaN();
    }
    return value.to_number<double>();
}

inline std::vector<double> numbers(const boost::json::value& value) {
    std::vector<double> result;
    for (const boost::json::value& entry : value.as_array()) result.push_back(number(entry));
    return result;
}

inline void expect_same(double actual, double expected, double tolerance, const std::string& what) {
    if (std::isnan(expected)) {
        EXPECT_TRUE(std::isnan(actual)) << what << " is " << actual;
    } else {
        EXPECT_NEAR(actual, expected, tolerance) << what;
    }
}

}  // namespace medal::metrics::oracle

#define MEDAL_NEEDS_ORACLE(name)                                                                 \
    if (!std::filesystem::exists(medal::metrics::oracle::path_of(name))) {                       \
        GTEST_SKIP() << "no oracle " << (name) << " (set MEDAL_SHARED_DATA to the shared data)"; \
    }
