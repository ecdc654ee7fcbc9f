// A folder of its own and requests for the tests of painting.
#pragma once

#include "imaging/redact/region.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::redact {

class RedactFolder : public testing::Test {
  protected:
    RedactFolder() { std::filesystem::create_directories(folder_); }
    ~RedactFolder() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path write(const std::string& name, std::string_view bytes) {
        std::ofstream{folder_ / name, std::ios::binary} << bytes;
        return folder_ / name;
    }
    Request request_for(const std::filesystem::path& path, const std::vector<Region>& regions = {}) const {
        Request request;
        request.path = path.string();
        request.output = output().string();
        request.regions = regions;
        return request;
    }
    std::filesystem::path output() const { return folder_ / "out"; }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("medal-redact-" + std::to_string(::getpid()));
};

inline Region region_at(std::uint64_t x, std::uint64_t y, std::uint64_t width, std::uint64_t height) {
    Region region;
    region.x = x;
    region.y = y;
    region.width = width;
    region.height = height;
    return region;
}

inline bool is_in(const Region& region, std::uint64_t x, std::uint64_t y) {
    return x >= region.x && x < region.x + region.width && y >= region.y && y < region.y + region.height;
}

}  // namespace medal::imaging::redact
