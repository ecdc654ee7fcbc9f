#include "imaging/burned_in/text_blocks.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

namespace medal::imaging::burned_in {
namespace {

/// How well a recogniser reads what belongs to a block whatever its colour, what tells the block's type, and
/// what is more than texture.
constexpr double kReadClearly = 0.6, kReadWell = 0.4, kReadHardly = 0.2, kReadABit = 0.05;

struct Box {
    std::int64_t left, top, right, bottom;

    explicit Box(const TextRegion& region)
        : left(static_cast<std::int64_t>(region.x)),
          top(static_cast<std::int64_t>(region.y)),
          right(left + static_cast<std::int64_t>(region.width)),
          bottom(top + static_cast<std::int64_t>(region.height)) {}

    std::int64_t width() const { return right - left; }
    std::int64_t height() const { return bottom - top; }
    std::int64_t area() const { return width() * height(); }
    bool is_tall() const { return height() > width() * 3 / 2; }

    void transpose() {
        std::swap(left, top);
        std::swap(right, bottom);
    }
};

std::int64_t shared(const Box& a, const Box& b) {
    const auto across = std::min(a.right, b.right) - std::max(a.left, b.left);
    const auto down = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    return across > 0 && down > 0 ? across * down : 0;
}

bool of_one_height(const Box& a, const Box& b) {
    return std::min(a.height(), b.height()) * 9 >= std::max(a.height(), b.height()) * 5;
}

/// Of a line that the picture's border cuts, the rest is lower.
bool may_be_of_one_height(const FoundLine& first, const FoundLine& second) {
    const Box a{first.region}, b{second.region};
    return of_one_height(a, b) || (first.is_cut && a.height() < b.height()) ||
           (second.is_cut && b.height() < a.height());
}

bool are_one_line(const TextRegion& first, const TextRegion& second) {
    const Box a{first}, b{second};
    return of_one_height(a, b) && shared(a, b) * 2 > std::min(a.area(), b.area());
}

/// How far apart along one axis; 0 or less where they overlap.
std::int64_t gap(std::int64_t a_from, std::int64_t a_to, std::int64_t b_from, std::int64_t b_to) {
    return std::max(a_from, b_from) - std::min(a_to, b_to);
}

enum class Nearness { apart, near, aligned };

/// Lines of one block have the same height and follow below or beside each other; of a form, they begin or
/// end at one place or share a base line.
Nearness nearness(const FoundLine& first, const FoundLine& second) {
    if (!may_be_of_one_height(first, second)) return Nearness::apart;
    Box a{first.region}, b{second.region};
    if (a.is_tall() && b.is_tall()) {
        a.transpose();
        b.transpose();
    }
    const auto height = std::max(a.height(), b.height());
    const auto across = gap(a.left, a.right, b.left, b.right);
    const auto down = gap(a.top, a.bottom, b.top, b.bottom);
    if (across <= height * 3 && std::abs(a.bottom - b.bottom) * 3 <= height) return Nearness::aligned;
    if (across > 0 || down > height) return Nearness::apart;
    const bool is_flush =
        std::abs(a.left - b.left) * 2 <= height || std::abs(a.right - b.right) * 2 <= height;
    if (is_flush) return Nearness::aligned;
    // Other type, or half over the line: another text.
    const auto lower = std::min(a.height(), b.height());
    return lower * 4 >= height * 3 && -down * 3 <= lower ? Nearness::near : Nearness::apart;
}

TextClass worse(TextClass a, TextClass b) {
    for (const auto known : {TextClass::identifier, TextClass::text}) {
        if (a == known || b == known) return known;
    }
    return TextClass::marker;
}

void cover(TextRegion& region, const TextRegion& other) {
    const auto right = std::max(region.x + region.width, other.x + other.width);
    const auto bottom = std::max(region.y + region.height, other.y + other.height);
    region.x = std::min(region.x, other.x);
    region.y = std::min(region.y, other.y);
    region.width = right - region.x;
    region.height = bottom - region.y;
}

/// Whether the ends of a line tell those of the one that it lies on: not where it can hardly be print.
bool tells_ends(const FoundLine& line, const FoundLine& likelier) {
    return line.is_clear || line.region.confidence >= kReadHardly || !likelier.is_clear;
}

/// `likelier` has been found before, and tells the colour.
void join(FoundLine& into, const FoundLine& likelier) {
    if (tells_ends(into, likelier)) {
        cover(into.region, likelier.region);
    } else {
        const auto confidence = into.region.confidence;
        const auto text_class = into.region.text_class;
        into.region = likelier.region;
        into.region.confidence = confidence;
        into.region.text_class = text_class;
    }
    into.region.confidence = std::max(into.region.confidence, likelier.region.confidence);
    into.region.text_class = worse(into.region.text_class, likelier.region.text_class);
    into.is_technique = into.is_technique && likelier.is_technique;
    into.is_clear = into.is_clear || likelier.is_clear;
    into.colour = likelier.colour;
}

/// A line is about as high as where it stands clearest; what is much higher took tissue for letters.
void hold_to_height(TextRegion& region, const TextRegion& clearest) {
    if (Box{region}.is_tall()) return;
    const auto slack = clearest.height / 4;
    const auto top = std::max(region.y + slack, clearest.y) - slack;
    const auto bottom = std::min(region.y + region.height, clearest.y + clearest.height + slack);
    region.y = top;
    region.height = bottom - top;
}

bool is_identifier(const FoundLine& line) {
    return line.region.text_class == TextClass::identifier;
}

/// The type in which the picture names its patient, as far as it was read. Tissue that is taken for a line is
/// often higher or wider, and piece by piece it would be painted over as part of a block.
struct Type {
    std::uint64_t height = 0;
    std::uint64_t width = 0;

    bool fits(const TextRegion& region) const {
        return std::min(region.width, region.height) * 5 <= height * 7;
    }
    bool fits_unread(const TextRegion& region) const {
        return fits(region) && std::max(region.width, region.height) * 2 <= width * 3;
    }
};

Type type_of(const std::vector<FoundLine>& sure, double least_confidence) {
    Type type;
    for (const auto& line : sure) {
        const auto& region = line.region;
        if (region.text_class != TextClass::identifier || region.confidence < least_confidence) continue;
        type.height = std::max(type.height, std::min(region.width, region.height));
        type.width = std::max(type.width, std::max(region.width, region.height));
    }
    return type;
}

/// Whether an unread line of this kind may follow: what was read, or stands as straight, in the same colour.
bool passes_on(const FoundLine& from, const FoundLine& line) {
    return (from.is_sure || from.is_even) && from.colour.is_like(line.colour);
}

/// Whether what was read belongs to a block: by its colour, or because it was read well.
bool is_of_block(const FoundLine& from, const FoundLine& line) {
    return from.colour.is_like(line.colour) || line.region.confidence >= kReadClearly;
}

/// An identifier makes its block one; only what is aligned with it is believed unread.
bool spreads_to(const FoundLine& from, const FoundLine& line) {
    if (!is_identifier(from) || line.is_technique) return false;
    const auto near = nearness(from, line);
    return near == Nearness::aligned || (near == Nearness::near && (line.is_sure || line.is_even));
}

bool spread(std::vector<FoundLine>& sure, const Type& type) {
    for (auto& line : sure) {
        const bool reached = !is_identifier(line) && type.fits(line.region) &&
                             std::any_of(sure.begin(), sure.end(), [&](const FoundLine& from) {
                                 return is_of_block(from, line) && spreads_to(from, line);
                             });
        if (!reached) continue;
        line.region.text_class = TextClass::identifier;
        return true;
    }
    return false;
}

std::int64_t middle_of(const TextRegion& region) {
    return Box{region}.top + Box{region}.height() / 2;
}

bool is_flush_left(const TextRegion& a, const TextRegion& b) {
    return std::abs(Box{a}.left - Box{b}.left) * 2 <= std::max(Box{a}.height(), Box{b}.height());
}

/// The row between two identifying lines that leave one out, as in a form whose rows have equal distances.
std::optional<TextRegion> row_between(const FoundLine& above, const FoundLine& below) {
    const Box a{above.region}, b{below.region};
    const auto height = std::max(a.height(), b.height());
    const auto distance = middle_of(below.region) - middle_of(above.region);
    const bool leaves_one_out = distance * 5 >= height * 7 && distance <= height * 3;
    if (!is_identifier(above) || !is_identifier(below) || !leaves_one_out) return std::nullopt;
    if (!is_flush_left(above.region, below.region)) return std::nullopt;
    auto row = above.region;
    row.height = std::min(above.region.height, below.region.height);
    row.y = static_cast<std::uint64_t>(middle_of(above.region) + distance / 2) - row.height / 2;
    return row;
}

/// Whether the line stands in the row, as far as tissue lets see.
bool is_in_row(const FoundLine& line, const TextRegion& row) {
    return is_flush_left(line.region, row) && line.region.height <= row.height * 2 &&
           std::abs(middle_of(line.region) - middle_of(row)) * 4 <= Box{row}.height();
}

bool adopt_in_row(std::vector<FoundLine>& sure, std::vector<FoundLine>& doubtful, const FoundLine& above,
                  const FoundLine& below) {
    const auto row = row_between(above, below);
    if (!row) return false;
    const auto line = std::find_if(doubtful.begin(), doubtful.end(), [&](const FoundLine& one) {
        return above.colour.is_like(one.colour) && is_in_row(one, *row);
    });
    if (line == doubtful.end()) return false;
    auto adopted = *line;
    adopted.region.y = row->y;
    adopted.region.height = row->height;
    adopted.region.text_class = TextClass::identifier;
    doubtful.erase(line);
    add_line(sure, adopted);
    return true;
}

bool adopt_row(std::vector<FoundLine>& sure, std::vector<FoundLine>& doubtful) {
    for (std::size_t above = 0; above < sure.size(); ++above) {
        for (std::size_t below = 0; below < sure.size(); ++below) {
            if (adopt_in_row(sure, doubtful, FoundLine{sure[above]}, FoundLine{sure[below]})) return true;
        }
    }
    return false;
}

bool adopt_one(std::vector<FoundLine>& sure, std::vector<FoundLine>& doubtful, const Type& type) {
    for (auto line = doubtful.begin(); line != doubtful.end(); ++line) {
        // Only from what was read: texture would be adopted piece by piece.
        const bool is_likely = line->is_even || line->region.confidence >= kReadABit;
        const bool identifies = is_likely && type.fits_unread(line->region) &&
                                std::any_of(sure.begin(), sure.end(), [&](const FoundLine& from) {
                                    return passes_on(from, *line) && spreads_to(from, *line);
                                });
        const bool is_text =
            line->is_even && std::any_of(sure.begin(), sure.end(), [&](const FoundLine& from) {
                return from.is_sure && from.colour.is_like(line->colour) &&
                       nearness(from, *line) == Nearness::aligned;
            });
        if (!identifies && !is_text) continue;
        auto adopted = *line;
        adopted.region.text_class = identifies ? TextClass::identifier : TextClass::text;
        doubtful.erase(line);
        add_line(sure, adopted);
        return true;
    }
    return false;
}

}  // namespace

void add_line(std::vector<FoundLine>& lines, FoundLine line) {
    std::optional<TextRegion> clearest;
    for (std::size_t i = 0; i < lines.size();) {
        if (!are_one_line(lines[i].region, line.region)) {
            ++i;
            continue;
        }
        if (clearest) cover(*clearest, lines[i].region);
        if (!clearest) clearest = lines[i].region;
        join(line, lines[i]);
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
        i = 0;
    }
    if (clearest) hold_to_height(line.region, *clearest);
    lines.push_back(line);
}

void lengthen_line(std::vector<FoundLine>& lines, const FoundLine& same) {
    for (auto& line : lines) {
        const bool of_one_type = same.region.height * 3 <= line.region.height * 4;
        if (!of_one_type || !are_one_line(line.region, same.region)) continue;
        const auto before = line.region;
        cover(line.region, same.region);
        hold_to_height(line.region, before);
        return;
    }
}

bool is_covered(const std::vector<FoundLine>& lines, const TextRegion& region, const Cover& cover) {
    const Box box{region};
    std::int64_t covered = 0;
    for (const auto& line : lines) {
        const bool counts = is_identifier(line) || line.region.confidence >= cover.least_confidence;
        if (counts) covered += shared(Box{line.region}, box);
    }
    return static_cast<double>(covered) >= cover.share * static_cast<double>(box.area());
}

std::vector<FoundLine> settle_blocks(std::vector<FoundLine> sure, std::vector<FoundLine> doubtful) {
    auto type = type_of(sure, kReadWell);
    if (type.height == 0) type = type_of(sure, 0);
    while (spread(sure, type) || adopt_one(sure, doubtful, type) || adopt_row(sure, doubtful)) {
    }
    std::sort(sure.begin(), sure.end(), [](const FoundLine& a, const FoundLine& b) {
        return std::pair{a.region.y, a.region.x} < std::pair{b.region.y, b.region.x};
    });
    return sure;
}

}  // namespace medal::imaging::burned_in
