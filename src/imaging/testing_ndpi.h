// Slides of Hamamatsu whose levels are JPEG with restart markers, as scanners write them; for tests.
#pragma once

#include "imaging/testing_jpeg.h"
#include "imaging/testing_slides.h"

#include <cstdint>
#include <string>
#include <vector>

namespace medal::imaging {

/// Where each part begins, as Hamamatsu lists it.
inline std::vector<std::uint32_t> ndpi_starts(const std::string& jpeg) {
    std::vector<std::uint32_t> starts;
    for (std::size_t at = 2; at + 4 < jpeg.size();) {
        const auto high = static_cast<unsigned char>(jpeg[at + 2]),
                   low = static_cast<unsigned char>(jpeg[at + 3]);
        const bool is_scan = jpeg[at + 1] == '\xda';
        at += 2 + high * 256U + low;
        if (!is_scan) continue;
        starts.push_back(static_cast<std::uint32_t>(at));
        break;
    }
    for (std::size_t at = starts.at(0); at + 1 < jpeg.size(); ++at) {
        const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
        if (jpeg[at] == '\xff' && marker >= 0xD0 && marker <= 0xD7)
            starts.push_back(static_cast<std::uint32_t>(at + 2));
    }
    return starts;
}

enum class PartList { listed, left_out };

inline SlideDirectory ndpi_level(const TestJpeg& strip, float lens, PartList list = PartList::listed) {
    SlideDirectory level;
    level.pieces.push_back(written_jpeg(strip));
    level.number(256, strip.width);
    level.number(257, strip.height);
    level.tags[258] = {3, 3, little(8, 2) + little(8, 2) + little(8, 2)};
    level.number(259, 7);
    level.number(262, 6);
    level.text(271, "Hamamatsu");
    level.number(277, 3);
    level.number(278, strip.height);
    level.number(65420, 1);
    level.real(65421, lens);
    for (const auto place : std::vector<std::uint16_t>{65422, 65423, 65424})
        level.tags[place] = {9, 1, little(0, 4)};
    if (list == PartList::listed && strip.restart_units > 0) {
        const auto starts = ndpi_starts(level.pieces.front());
        std::string values;
        for (const auto start : starts) values += little(start, 4);
        level.tags[65426] = {4, static_cast<std::uint32_t>(starts.size()), values};
    }
    return level;
}

}  // namespace medal::imaging
