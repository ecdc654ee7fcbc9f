#include "imaging/deid/text_evidence.h"

#include "base/error.h"
#include "imaging/deid/letter_rows.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/mapped_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace medal::imaging::deid {
namespace {

/// Where to look beside a pixel for the end of its stroke, in pixels: small type, large type.
constexpr std::array<std::ptrdiff_t, 2> kReaches{3, 7};
/// Of the whole range of values: what less stands out nobody reads either.
constexpr std::int64_t kContrastParts = 12;
/// Of all pixels: what has one value in more than a twenty-fifth of them is background.
constexpr std::size_t kBackgroundParts = 25;

/// Beyond, sums of two values could overflow.
constexpr std::int64_t kMostValue = 1 << 30;

struct Slice {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<std::int32_t> values;
    std::int32_t low = 0;
    std::int32_t high = 0;
    /// What stands out by so much can be read.
    std::int32_t least = 1;
};

/// 16 bits are what slices have nearly always.
std::vector<std::int32_t> values_of(const dicom::DecodedFrame& frame) {
    std::vector<std::int32_t> values(frame.columns * frame.rows);
    if (frame.bits_allocated != 16) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] =
                static_cast<std::int32_t>(std::clamp(frame.value(i), -2 * kMostValue, 2 * kMostValue - 1));
        }
        return values;
    }
    const unsigned unused = 32 - std::clamp(frame.bits_stored, 1U, 16U);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto raw = std::to_integer<std::uint32_t>(frame.bytes[2 * i]) |
                         std::to_integer<std::uint32_t>(frame.bytes[2 * i + 1]) << 8;
        values[i] = frame.is_signed ? static_cast<std::int32_t>(raw << unused) >> unused
                                    : static_cast<std::int32_t>(raw << unused >> unused);
    }
    return values;
}

Slice slice_of(const dicom::DecodedFrame& frame) {
    Slice slice{frame.columns, frame.rows, values_of(frame)};
    const auto [low, high] = std::minmax_element(slice.values.begin(), slice.values.end());
    slice.low = *low;
    slice.high = *high;
    const auto range = static_cast<std::int64_t>(slice.high) - slice.low;
    slice.least = static_cast<std::int32_t>(std::max<std::int64_t>(1, range / kContrastParts));
    return slice;
}

bool has_moderate_values(const Slice& slice) {
    return slice.low >= -kMostValue && slice.high <= kMostValue;
}

/// Values that stand for nothing measured: air that was cut off, what lies outside the scanner's circle. A
/// label covers less of a slice. The brightest value is none of them: labels are drawn in it, also where bone
/// and contrast medium were cut off at the same value.
std::unordered_set<std::int32_t> backgrounds_of(const Slice& slice) {
    std::unordered_map<std::int32_t, std::size_t> counts;
    std::size_t run = 0;
    for (std::size_t i = 1; i <= slice.values.size(); ++i) {
        if (i < slice.values.size() && slice.values[i] == slice.values[i - 1]) {
            ++run;
        } else if (run > 0) {
            counts[slice.values[i - 1]] += std::exchange(run, 0);
        }
    }
    std::unordered_set<std::int32_t> backgrounds;
    for (const auto& [value, count] : counts) {
        if (count > slice.values.size() / kBackgroundParts) backgrounds.insert(value);
    }
    backgrounds.erase(slice.high);
    return backgrounds;
}

/// The values of a set, asked for long runs of one value.
class Known {
  public:
    explicit Known(std::unordered_set<std::int32_t> values) : values_(std::move(values)) {}
    bool holds(std::int32_t value) {
        if (value != last_) {
            last_ = value;
            holds_last_ = values_.contains(value);
        }
        return holds_last_;
    }

  private:
    std::unordered_set<std::int32_t> values_;
    std::optional<std::int32_t> last_;
    bool holds_last_ = false;
};

/// Pixels that have exactly the value of a neighbour.
MarkedPicture crisp_strokes(const Slice& slice) {
    MarkedPicture picture{slice.width, slice.height, std::vector<std::uint32_t>(slice.values.size(), 0)};
    Known backgrounds{backgrounds_of(slice)};
    const auto* values = slice.values.data();
    const auto mark_pairs = [&](std::size_t from, std::size_t to, std::size_t distance) {
        for (std::size_t i = from; i < to; ++i) {
            if (values[i] != values[i - distance] || backgrounds.holds(values[i])) continue;
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

/// Whether a value is brighter (1) or darker (2) than both others; 0: neither.
std::uint8_t contrast(std::int32_t value, std::int32_t before, std::int32_t behind, std::int32_t least) {
    const bool is_brighter = value >= std::max(before, behind) + least;
    const bool is_darker = value + least <= std::min(before, behind);
    return static_cast<std::uint8_t>(is_brighter ? 1 : 2 * static_cast<int>(is_darker));
}

/// Whether both places at a distance are inside.
bool holds(std::size_t at, std::ptrdiff_t reach, std::size_t size) {
    return at >= static_cast<std::size_t>(reach) && at + static_cast<std::size_t>(reach) < size;
}

std::uint8_t stands_out(const Slice& slice, std::size_t x, std::size_t y) {
    const auto* at = slice.values.data() + y * slice.width + x;
    for (const auto reach : kReaches) {
        std::uint8_t mark = 0;
        if (holds(x, reach, slice.width)) mark = contrast(*at, at[-reach], at[reach], slice.least);
        if (mark == 0 && holds(y, reach, slice.height)) {
            const auto rows = reach * static_cast<std::ptrdiff_t>(slice.width);
            mark = contrast(*at, at[-rows], at[rows], slice.least);
        }
        if (mark != 0) return mark;
    }
    return 0;
}

/// `stands_out` for a whole row, in a form that the compiler turns into a few instructions for many pixels.
void mark_row(const Slice& slice, std::size_t y, std::vector<std::uint8_t>& marks) {
    const auto* row = slice.values.data() + y * slice.width;
    const auto mark_by = [&](std::size_t from, std::size_t to, std::ptrdiff_t distance) {
        auto* mark = marks.data();
        for (std::size_t x = from; x < to; ++x) {
            const auto seen = contrast(row[x], row[static_cast<std::ptrdiff_t>(x) - distance],
                                       row[static_cast<std::ptrdiff_t>(x) + distance], slice.least);
            mark[x] = mark[x] != 0 ? mark[x] : seen;
        }
    };
    std::fill(marks.begin(), marks.end(), std::uint8_t{0});
    for (const auto reach : kReaches) {
        if (slice.width > 2 * static_cast<std::size_t>(reach)) {
            mark_by(static_cast<std::size_t>(reach), slice.width - static_cast<std::size_t>(reach), reach);
        }
        if (holds(y, reach, slice.height))
            mark_by(0, slice.width, reach * static_cast<std::ptrdiff_t>(slice.width));
    }
}

MarkedPicture soft_strokes(std::span<const Slice> slices) {
    const auto& first = slices.front();
    MarkedPicture picture{first.width, first.height, std::vector<std::uint32_t>(first.values.size(), 0)};
    std::vector<std::uint8_t> marks(first.width);
    for (std::size_t y = 0; y < first.height; ++y) {
        mark_row(first, y, marks);
        for (std::size_t x = 0; x < first.width; ++x) {
            if (marks[x] == 0) continue;
            const bool everywhere = std::all_of(slices.begin() + 1, slices.end(), [&](const Slice& slice) {
                return stands_out(slice, x, y) == marks[x];
            });
            if (everywhere) picture.marks[y * first.width + x] = marks[x];
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
    if (!std::all_of(slices.begin(), slices.end(), has_moderate_values)) return true;
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
