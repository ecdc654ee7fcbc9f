#include "imaging/slide_set/hamamatsu.h"

#include "base/text.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <string_view>

namespace medal::imaging::slide_set {
namespace {

constexpr std::string_view kImage = "ImageFile";
constexpr std::int64_t kMaxPhysical_nm = 2'000'000'000;
constexpr std::size_t kMaxText_bytes = 256;

struct Cell {
    std::int64_t layer = 0;
    std::int64_t column = 0;
    std::int64_t row = 0;
    auto operator<=>(const Cell&) const = default;
};

/// Of "ImageFile", "ImageFile(z)", "ImageFile(x,y)" and "ImageFile(z,x,y)".
std::optional<Cell> cell_of(std::string_view suffix) {
    if (suffix.empty()) return Cell{};
    if (suffix.size() < 3 || suffix.front() != '(' || suffix.back() != ')') return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const auto& part : base::split(suffix.substr(1, suffix.size() - 2), ',')) {
        const auto text = base::trimmed(part);
        std::int64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
        numbers.push_back(number);
    }
    if (numbers.size() == 1) return Cell{numbers[0], 0, 0};
    if (numbers.size() == 2) return Cell{0, numbers[0], numbers[1]};
    return numbers.size() == 3 ? std::optional{Cell{numbers[0], numbers[1], numbers[2]}} : std::nullopt;
}

class Reader {
  public:
    Reader(const Ini& ini, std::string_view section, bool is_vms) : ini_(ini), section_(section) {
        constexpr Ini::Range kSide{1, static_cast<std::int64_t>(kMaxParts)};
        if (is_vms) {
            columns_ = ini.integer(section, "NoJpegColumns", kSide);
            rows_ = ini.integer(section, "NoJpegRows", kSide);
        }
        if (columns_ > static_cast<std::int64_t>(kMaxParts) / rows_) fail_damaged_set();
        text_ = fmt::format("[{}]\n", section);
        if (is_vms) {
            text_ += fmt::format("NoJpegColumns={}\nNoJpegRows={}\n", columns_, rows_);
        } else {
            ini.integer(section, "BitsPerPixel", {36, 36});
            if (ini.text(section, "PixelOrder") != "RGB") fail_damaged_set();
            text_ += "BitsPerPixel=36\nPixelOrder=RGB\n";
        }
    }

    Listing run() {
        add_images();
        add(PartRole::map, "MapFile");
        for (const auto* key : {"OptimisationFile", "MacroImage"}) {
            if (has_text(key)) listing_.parts.push_back({PartRole::unused, ini_.text(section_, key)});
        }
        for (const auto* key : {"PhysicalWidth", "PhysicalHeight"}) {
            if (has_text(key)) {
                text_ += fmt::format("{}={}\n", key, ini_.integer(section_, key, {0, kMaxPhysical_nm}));
            }
        }
        for (const auto* key : {"Reference", "SlideName", "Barcode", "SerialNumber", "MacroLabel"}) {
            if (has_text(key))
                listing_.identifiers.push_back(ini_.text(section_, key).substr(0, kMaxText_bytes));
        }
        listing_.neutral = std::move(text_);
        return std::move(listing_);
    }

  private:
    bool has_text(std::string_view key) const {
        return ini_.has(section_, key) && !ini_.section(section_)->find(key)->second.empty();
    }

    void add(PartRole role, std::string_view key) {
        text_ += fmt::format("{}={}\n", key, part_name(listing_.parts.size()));
        listing_.parts.push_back({role, ini_.text(section_, key)});
    }

    void add_images() {
        std::set<Cell> seen;
        for (const auto& [key, value] : *ini_.section(section_)) {
            if (!key.starts_with(kImage)) continue;
            const auto cell = cell_of(std::string_view{key}.substr(kImage.size()));
            if (!cell || !seen.insert(*cell).second || listing_.parts.size() >= kMaxParts) fail_damaged_set();
            if (cell->layer != 0) {
                listing_.parts.push_back({PartRole::unused, value});
                continue;
            }
            const bool inside =
                cell->column >= 0 && cell->column < columns_ && cell->row >= 0 && cell->row < rows_;
            if (!inside) fail_damaged_set();
            add_image(*cell, value);
        }
        if (images_ != columns_ * rows_) fail_damaged_set();
    }

    void add_image(const Cell& cell, const std::string& name) {
        ++images_;
        text_ +=
            fmt::format("{}({},{})={}\n", kImage, cell.column, cell.row, part_name(listing_.parts.size()));
        listing_.parts.push_back({PartRole::image, name});
    }

    const Ini& ini_;
    std::string_view section_;
    std::int64_t columns_ = 1;
    std::int64_t rows_ = 1;
    std::int64_t images_ = 0;
    std::string text_;
    Listing listing_;
};

}  // namespace

Listing read_hamamatsu(const Ini& ini, SetKind kind) {
    const bool is_vms = kind == SetKind::vms;
    const std::string_view section =
        is_vms ? "Virtual Microscope Specimen" : "Uncompressed Virtual Microscope Specimen";
    return Reader{ini, section, is_vms}.run();
}

}  // namespace medal::imaging::slide_set
