#include "imaging/deid/letter_rows.h"

#include <algorithm>
#include <numeric>

namespace medal::imaging::deid {
namespace {

/// In pixels of the slice. Smaller type cannot be read, larger is no label.
constexpr std::size_t kLowestLetter = 6, kHighestLetter = 80;
/// Letters of small type touch: a part may be a whole word.
constexpr std::size_t kWidestInHeights = 14;
constexpr double kLeastFill = 0.15;
constexpr std::size_t kFewestLetters = 5, kFewestParts = 3;
/// Of a row whose letters all touch: edges of bones are as long as short words.
constexpr std::size_t kFewestTouchingLetters = 10;
constexpr std::size_t kMostParts = 4000;

/// Pixels of one mark beside each other, from `from` until before `to`.
struct Run {
    std::size_t y = 0;
    std::size_t from = 0;
    std::size_t to = 0;
    std::uint32_t mark = 0;

    /// Whether they touch, corners included; the other one is in the row above.
    bool touches(const Run& above) const { return above.from <= to && above.to >= from; }
};

struct Part {
    std::size_t left = SIZE_MAX, top = SIZE_MAX;
    std::size_t right = 0, bottom = 0;
    std::size_t area = 0;
    std::uint32_t mark = 0;

    std::size_t width() const { return right - left + 1; }
    std::size_t height() const { return bottom - top + 1; }
    void take(const Run& run) {
        left = std::min(left, run.from);
        right = std::max(right, run.to - 1);
        top = std::min(top, run.y);
        bottom = std::max(bottom, run.y);
        area += run.to - run.from;
    }
    void join(const Part& other) {
        left = std::min(left, other.left);
        right = std::max(right, other.right);
        top = std::min(top, other.top);
        bottom = std::max(bottom, other.bottom);
    }
};

/// Union-find over the runs; a root is its own parent and the first run of its part.
class Roots {
  public:
    explicit Roots(std::size_t count) : parents_(count) { std::iota(parents_.begin(), parents_.end(), 0U); }

    std::uint32_t find(std::uint32_t i) {
        while (parents_[i] != i) {
            parents_[i] = parents_[parents_[i]];
            i = parents_[i];
        }
        return i;
    }
    void join(std::uint32_t a, std::uint32_t b) {
        a = find(a);
        b = find(b);
        parents_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::uint32_t> parents_;
};

std::vector<Run> runs_of(const MarkedPicture& picture) {
    std::vector<Run> runs;
    for (std::size_t y = 0; y < picture.height; ++y) {
        const auto* row = picture.marks.data() + y * picture.width;
        for (std::size_t x = 0; x < picture.width; ++x) {
            if (row[x] == 0) continue;
            if (x > 0 && row[x - 1] == row[x]) {
                ++runs.back().to;
            } else {
                runs.push_back({y, x, x + 1, row[x]});
            }
        }
    }
    return runs;
}

/// Runs of one mark that touch are of one part.
Roots connected(const std::vector<Run>& runs) {
    Roots roots{runs.size()};
    std::size_t above = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        while (runs[above].y + 1 < runs[i].y ||
               (runs[above].y + 1 == runs[i].y && runs[above].to < runs[i].from))
            ++above;
        for (auto j = above; runs[j].y + 1 == runs[i].y && runs[i].touches(runs[j]); ++j) {
            if (runs[j].mark == runs[i].mark)
                roots.join(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j));
        }
    }
    return roots;
}

bool has_size_of_letters(const Part& part) {
    const auto fill = static_cast<double>(part.area) / static_cast<double>(part.width() * part.height());
    return part.height() >= kLowestLetter && part.height() <= kHighestLetter &&
           part.width() <= part.height() * kWidestInHeights && fill > kLeastFill;
}

std::vector<Part> letters_of(const MarkedPicture& picture) {
    const auto runs = runs_of(picture);
    auto roots = connected(runs);
    std::vector<Part> parts;
    std::vector<std::uint32_t> part_of(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto root = roots.find(static_cast<std::uint32_t>(i));
        if (root == i) {
            part_of[i] = static_cast<std::uint32_t>(parts.size());
            parts.push_back({.mark = runs[i].mark});
        }
        parts[part_of[root]].take(runs[i]);
    }
    std::erase_if(parts, [](const Part& part) { return !has_size_of_letters(part); });
    return parts;
}

std::size_t letters_in(const Part& part) {
    return std::max<std::size_t>(1, part.width() * 3 / (part.height() * 2));
}

/// Letters of one row have one colour, one height, and no gap wider than a word's.
bool goes_on(const Part& row, const Part& letter) {
    if (row.mark != letter.mark) return false;
    const auto top = std::max(row.top, letter.top);
    const auto bottom = std::min(row.bottom, letter.bottom);
    const auto low = std::min(row.height(), letter.height());
    const auto high = std::max(row.height(), letter.height());
    return bottom >= top && (bottom - top + 1) * 2 > low && low * 2 >= high &&
           letter.left <= row.right + high * 5 / 2;
}

struct Row {
    Part box;
    std::size_t parts = 0;
    std::size_t letters = 0;
};

bool is_text(const Row& row) {
    return row.letters >= (row.parts >= kFewestParts ? kFewestLetters : kFewestTouchingLetters);
}

}  // namespace

bool has_letter_row(const MarkedPicture& picture) {
    auto letters = letters_of(picture);
    if (letters.size() > kMostParts) return true;
    std::sort(letters.begin(), letters.end(), [](const Part& a, const Part& b) { return a.left < b.left; });
    std::vector<Row> rows;
    for (const auto& letter : letters) {
        const auto found = std::find_if(rows.rbegin(), rows.rend(),
                                        [&](const Row& row) { return goes_on(row.box, letter); });
        if (found == rows.rend()) {
            rows.push_back({letter, 1, letters_in(letter)});
        } else {
            found->box.join(letter);
            ++found->parts;
            found->letters += letters_in(letter);
        }
    }
    return std::any_of(rows.begin(), rows.end(), is_text);
}

}  // namespace medal::imaging::deid
