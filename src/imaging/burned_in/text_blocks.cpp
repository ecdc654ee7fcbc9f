#include "imaging/burned_in/text_blocks.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace medal::imaging::burned_in {
namespace {

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
Nearness nearness(const TextRegion& first, const TextRegion& second) {
    Box a{first}, b{second};
    if (a.is_tall() && b.is_tall()) {
        a.transpose();
        b.transpose();
    }
    if (!of_one_height(a, b)) return Nearness::apart;
    const auto height = std::max(a.height(), b.height());
    const auto across = gap(a.left, a.right, b.left, b.right);
    const auto down = gap(a.top, a.bottom, b.top, b.bottom);
    if (across <= height * 3 && std::abs(a.bottom - b.bottom) * 3 <= height) return Nearness::aligned;
    if (across > 0 || down > height) return Nearness::apart;
    const bool is_flush =
        std::abs(a.left - b.left) * 2 <= height || std::abs(a.right - b.right) * 2 <= height;
    return is_flush ? Nearness::aligned : Nearness::near;
}

TextClass worse(TextClass a, TextClass b) {
    for (const auto known : {TextClass::identifier, TextClass::text}) {
        if (a == known || b == known) return known;
    }
    return TextClass::marker;
}

void join(FoundLine& into, const FoundLine& other) {
    auto& region = into.region;
    const auto right = std::max(region.x + region.width, other.region.x + other.region.width);
    const auto bottom = std::max(region.y + region.height, other.region.y + other.region.height);
    region.x = std::min(region.x, other.region.x);
    region.y = std::min(region.y, other.region.y);
    region.width = right - region.x;
    region.height = bottom - region.y;
    region.confidence = std::max(region.confidence, other.region.confidence);
    region.text_class = worse(region.text_class, other.region.text_class);
    into.is_technique = into.is_technique && other.is_technique;
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

constexpr double kReadWell = 0.4, kReadABit = 0.05;

Type type_of(const std::vector<FoundLine>& sure, double least_confidence) {
    Type type;
    for (const auto& [region, is_sure, is_technique, is_even] : sure) {
        if (region.text_class != TextClass::identifier || region.confidence < least_confidence) continue;
        type.height = std::max(type.height, std::min(region.width, region.height));
        type.width = std::max(type.width, std::max(region.width, region.height));
    }
    return type;
}

/// An identifier makes its block one; only what is aligned with it is believed unread.
bool spreads_to(const FoundLine& from, const FoundLine& line) {
    if (!is_identifier(from) || is_identifier(line) || line.is_technique) return false;
    const auto near = nearness(from.region, line.region);
    return near == Nearness::aligned || (near == Nearness::near && (line.is_sure || line.is_even));
}

bool spread(std::vector<FoundLine>& sure, const Type& type) {
    for (auto& line : sure) {
        const bool reached = type.fits(line.region) &&
                             std::any_of(sure.begin(), sure.end(),
                                         [&](const FoundLine& from) { return spreads_to(from, line); });
        if (!reached) continue;
        line.region.text_class = TextClass::identifier;
        return true;
    }
    return false;
}

bool adopt_one(std::vector<FoundLine>& sure, std::vector<FoundLine>& doubtful, const Type& type) {
    for (auto line = doubtful.begin(); line != doubtful.end(); ++line) {
        // Only from what was read: texture would be adopted piece by piece.
        const bool is_likely = line->is_even || line->region.confidence >= kReadABit;
        const bool identifies = is_likely && type.fits_unread(line->region) &&
                                std::any_of(sure.begin(), sure.end(), [&](const FoundLine& from) {
                                    return from.is_sure && spreads_to(from, *line);
                                });
        const bool is_text =
            line->is_even && std::any_of(sure.begin(), sure.end(), [&](const FoundLine& from) {
                return from.is_sure && nearness(from.region, line->region) == Nearness::aligned;
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

/// The rest of a wrapped value gets the value's whole width: its end may lie hidden in tissue of its own
/// brightness.
void widen_wrapped(std::vector<FoundLine>& lines) {
    for (auto& line : lines) {
        for (const auto& above : lines) {
            const Box a{above.region}, b{line.region};
            const bool is_wrapped = is_identifier(above) && is_identifier(line) && a.top < b.top &&
                                    nearness(above.region, line.region) != Nearness::apart &&
                                    b.left > a.left + b.height() * 2 && b.right < a.right;
            if (is_wrapped) line.region.width = static_cast<std::uint64_t>(a.right - b.left);
        }
    }
}

}  // namespace

void add_line(std::vector<FoundLine>& lines, FoundLine line) {
    for (std::size_t i = 0; i < lines.size();) {
        if (!are_one_line(lines[i].region, line.region)) {
            ++i;
            continue;
        }
        join(line, lines[i]);
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
        i = 0;
    }
    lines.push_back(line);
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

std::vector<TextRegion> settle_blocks(std::vector<FoundLine> sure, std::vector<FoundLine> doubtful) {
    auto type = type_of(sure, kReadWell);
    if (type.height == 0) type = type_of(sure, 0);
    while (spread(sure, type) || adopt_one(sure, doubtful, type)) {
    }
    std::sort(sure.begin(), sure.end(), [](const FoundLine& a, const FoundLine& b) {
        return std::pair{a.region.y, a.region.x} < std::pair{b.region.y, b.region.x};
    });
    widen_wrapped(sure);
    std::vector<TextRegion> regions;
    for (const auto& line : sure) regions.push_back(line.region);
    return regions;
}

}  // namespace medal::imaging::burned_in
