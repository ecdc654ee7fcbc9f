#include "imaging/deid/text_evidence.h"

#include "base/error.h"
#include "imaging/deid/letter_rows.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/mapped_file.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace medal::imaging::deid {
namespace {

/// Where to look beside a pixel for the end of its stroke, in pixels: small type, large type.
constexpr std::array<std::size_t, 2> kReaches{3, 7};
/// Of the whole range of values: what less stands out nobody reads either.
constexpr std::int64_t kContrastParts = 12;
/// Of all pixels: what has one value in more than a twenty-fifth of them is background.
constexpr std::size_t kBackgroundParts = 25;

struct Slice {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<std::int32_t> values;
    std::int64_t range = 0;
};

Slice slice_of(const dicom::DecodedFrame& frame) {
    Slice slice{frame.columns, frame.rows, std::vector<std::int32_t>(frame.columns * frame.rows), 0};
    for (std::size_t i = 0; i < slice.values.size(); ++i) {
        slice.values[i] = static_cast<std::int32_t>(frame.value(i));
    }
    const auto [low, high] = std::minmax_element(slice.values.begin(), slice.values.end());
    slice.range = static_cast<std::int64_t>(*high) - *low;
    return slice;
}

/// Values that stand for nothing measured: air that was cut off, what lies outside the scanner's circle. A
/// label covers less of a slice. The brightest value is none of them: labels are drawn in it, also where bone
/// and contrast medium were cut off at the same value.
std::unordered_set<std::int32_t> backgrounds_of(const Slice& slice) {
    std::unordered_map<std::int32_t, std::size_t> counts;
    for (std::size_t i = 1; i < slice.values.size(); ++i) {
        if (slice.values[i] == slice.values[i - 1]) ++counts[slice.values[i]];
    }
    std::unordered_set<std::int32_t> backgrounds;
    for (const auto& [value, count] : counts) {
        if (count > slice.values.size() / kBackgroundParts) backgrounds.insert(value);
    }
    backgrounds.erase(*std::max_element(slice.values.begin(), slice.values.end()));
    return backgrounds;
}

/// Pixels that have exactly the value of a neighbour.
MarkedPicture crisp_strokes(const Slice& slice) {
    MarkedPicture picture{slice.width, slice.height, std::vector<std::uint32_t>(slice.values.size(), 0)};
    const auto backgrounds = backgrounds_of(slice);
    const auto* values = slice.values.data();
    const auto mark_pairs = [&](std::size_t from, std::size_t to, std::size_t distance) {
        for (std::size_t i = from; i < to; ++i) {
            if (values[i] != values[i - distance] || backgrounds.contains(values[i])) continue;
            picture.marks[i] = picture.marks[i - distance] =
                static_cast<std::uint32_t>(values[i]) | 0x80000000U;
        }
    };
    for (std::size_t y = 0; y < slice.height; ++y) {
        const auto row = y * slice.width;
        mark_pairs(row + 1, row + slice.width, 1);
        if (y > 0) mark_pairs(row, row + slice.width, slice.width);
    }
    return picture;
}

/// Whether a pixel is brighter (1) or darker (2) than both pixels at a distance; 0: neither.
std::uint32_t contrast_at(const Slice& slice, std::size_t at, std::size_t distance, std::int64_t least) {
    const std::int64_t value = slice.values[at];
    const std::int64_t before = slice.values[at - distance];
    const std::int64_t behind = slice.values[at + distance];
    if (value >= std::max(before, behind) + least) return 1;
    return value + least <= std::min(before, behind) ? 2 : 0;
}

std::uint32_t stands_out(const Slice& slice, std::size_t x, std::size_t y) {
    const auto least = std::max<std::int64_t>(1, slice.range / kContrastParts);
    const auto at = y * slice.width + x;
    for (const auto reach : kReaches) {
        std::uint32_t mark = 0;
        if (x >= reach && x + reach < slice.width) mark = contrast_at(slice, at, reach, least);
        if (mark == 0 && y >= reach && y + reach < slice.height)
            mark = contrast_at(slice, at, reach * slice.width, least);
        if (mark != 0) return mark;
    }
    return 0;
}

MarkedPicture soft_strokes(std::span<const Slice> slices) {
    const auto& first = slices.front();
    MarkedPicture picture{first.width, first.height, std::vector<std::uint32_t>(first.values.size(), 0)};
    for (std::size_t y = 0; y < first.height; ++y) {
        for (std::size_t x = 0; x < first.width; ++x) {
            const auto mark = stands_out(first, x, y);
            const bool everywhere =
                mark != 0 && std::all_of(slices.begin() + 1, slices.end(),
                                         [&](const Slice& slice) { return stands_out(slice, x, y) == mark; });
            if (everywhere) picture.marks[y * first.width + x] = mark;
        }
    }
    return picture;
}

bool are_alike(std::span<const dicom::DecodedFrame> frames) {
    return std::all_of(frames.begin(), frames.end(), [&](const dicom::DecodedFrame& frame) {
        return frame.samples == 1 && frame.columns == frames.front().columns &&
               frame.rows == frames.front().rows && frame.value_count() > 0;
    });
}

}  // namespace

bool may_hold_text(std::span<const dicom::DecodedFrame> frames) {
    if (frames.size() < 3 || !are_alike(frames)) return true;
    std::vector<Slice> slices;
    for (const auto& frame : frames) slices.push_back(slice_of(frame));
    return std::any_of(slices.begin(), slices.end(),
                       [](const Slice& slice) { return has_letter_row(crisp_strokes(slice)); }) ||
           has_letter_row(soft_strokes(slices));
}

bool files_may_hold_text(const std::vector<std::filesystem::path>& files) {
    std::vector<dicom::DecodedFrame> frames;
    try {
        for (const auto& path : files) {
            const MappedFile file{path};
            const auto scan = dicom::scan_file(file.bytes());
            if (!scan.data) return true;
            const auto shape = dicom::shape_of(*scan.data);
            if (!shape || shape->frames != 1) return true;
            frames.push_back(dicom::decode_frame(*scan.data, 0));
        }
    } catch (const base::Error&) {
        return true;  // whoever rewrites the file says what is wrong with it
    }
    return may_hold_text(frames);
}

}  // namespace medal::imaging::deid
