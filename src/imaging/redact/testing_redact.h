// A folder of its own and requests for the tests of painting.
#pragma once

#include "imaging/redact/region.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace medal::imaging::redact {

class RedactFolder : public ::testing::Test {
  protected:
    std::filesystem::path write(const std::string& name, std::string_view bytes) {
        return folder_.write(name, bytes);
    }
    Request request_for(const std::filesystem::path& path, const std::vector<Region>& regions = {}) const {
        Request request;
        request.path = path.string();
        request.output = output().string();
        request.regions = regions;
        return request;
    }
    std::filesystem::path output() const { return folder_ / "out"; }

    testing::TemporaryFolder folder_;
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
