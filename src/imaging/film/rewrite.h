// A film with some of its pictures changed: decoded, edited plane by plane, and encoded anew in MP4 as H.264,
// or as H.265 where samples have more than eight bits, with so little loss that nobody sees it. Sound, titles
// and dates do not come along. Foreign bytes: runs in the sandbox (worker/crew.h).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/film/placement.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace medal::imaging::film {

struct Plane {
    /// Brightness or a light, or one of two of colour.
    bool is_colour = false;
    /// Of a sample: 8, 10 or 12.
    unsigned bits = 8;
    /// A sample stands for so many pixels of the film.
    std::uint64_t pixels_across = 1;
    std::uint64_t pixels_down = 1;
    std::size_t width = 0;
    std::size_t height = 0;
    /// Row by row.
    std::vector<std::uint16_t> samples;
    Placement placement;

    std::uint16_t& at(std::size_t x, std::size_t y) { return samples[y * width + x]; }
    /// What is black in it, or of no colour.
    std::uint16_t dark() const {
        return is_colour ? static_cast<std::uint16_t>(1U << (bits - 1)) : std::uint16_t{0};
    }

    /// All samples that a box of the shown picture touches.
    Box under(const Box& shown) const;
};

/// Asked of each picture, counted from 0, whether it changes, and then of each plane.
struct Edit {
    std::function<bool(std::uint64_t number)> wants;
    std::function<void(std::uint64_t number, Plane& plane)> change;
};

struct Rewritten {
    std::uint64_t pictures = 0;
    std::uint64_t changed = 0;
    /// Places of the file that did not decode; their pictures, if they were any, are not in the new film.
    std::uint64_t damaged = 0;
    /// Of a sample.
    unsigned bits = 8;
    /// Colours have half of the columns and rows.
    bool is_halved = false;
};

/// Nothing is left at `output` where it throws: base::Error "imaging.decode", "imaging.codec", or
/// "film.unsupported" for pictures that are not planes of 8, 10 or 12 bits, or whose form changes.
Rewritten rewrite_film(Bytes file, const std::filesystem::path& output, const Edit& edit);

}  // namespace medal::imaging::film
