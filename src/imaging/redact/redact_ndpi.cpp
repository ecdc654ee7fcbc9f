// Hamamatsu's NDPI: each level is one JPEG stream of which only the parts between restart markers that show a
// box are written anew, with the same tables. As a rule they become shorter and are filled up, and no other
// byte of the file moves; where one becomes longer, all that lies behind moves, and every place that the file
// names with it.
#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/restart_strip.h"
#include "imaging/redact/slide_tiles.h"
#include "imaging/slide.h"
#include "imaging/tiff_structure.h"

#include <algorithm>
#include <filesystem>
#include <string>

namespace medal::imaging::redact {
namespace {

constexpr std::uint16_t kPartStarts = 65426, kPartStartsHigh = 65432;
constexpr std::uint64_t kJpeg = 7;
/// Painted parts are held until the file is written.
constexpr std::uint64_t kMostPainted_bytes = 256ULL << 20;

/// What an entry of a classic directory points to with.
constexpr std::uint64_t kEntry_bytes = 12, kEntryField_bytes = 8, kCount_bytes = 2, kLink_bytes = 8;

/// How places move when bytes before them become more.
class Moves {
  public:
    /// In order.
    void add(std::uint64_t end, std::uint64_t bytes) {
        sums_.push_back({end, bytes + (sums_.empty() ? 0 : sums_.back().bytes)});
    }
    bool is_empty() const { return sums_.empty(); }
    std::uint64_t total() const { return sums_.empty() ? 0 : sums_.back().bytes; }
    std::uint64_t operator()(std::uint64_t place) const {
        const auto behind = std::upper_bound(sums_.begin(), sums_.end(), place,
                                             [](std::uint64_t at, const Sum& sum) { return at < sum.end; });
        return behind == sums_.begin() ? place : place + std::prev(behind)->bytes;
    }

  private:
    struct Sum {
        std::uint64_t end;
        std::uint64_t bytes;
    };
    std::vector<Sum> sums_;
};

struct Level {
    const TiffDirectory* directory = nullptr;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

class NdpiPainter {
  public:
    NdpiPainter(const Request& request, const MappedFile& file, const TiffStructure& structure)
        : request_(request), source_(file), file_(file.bytes()), structure_(structure) {}

    void run() {
        find_levels();
        for (const auto& level : levels_) paint(level);
        std::sort(edits_.begin(), edits_.end(), by_offset);
        for (const auto& edit : edits_) {
            if (edit.bytes.size() > edit.size)
                moved_.add(edit.offset + edit.size, edit.bytes.size() - edit.size);
        }
        link();
        if (!moved_.is_empty()) move_places();
        write();
        if (!moved_.is_empty()) verify();
    }

  private:
    static bool by_offset(const Splice& a, const Splice& b) { return a.offset < b.offset; }

    std::uint64_t number(const TiffDirectory& directory, std::uint16_t tag) const {
        return structure_.number(file_, directory, tag, 0);
    }

    /// Macro image and map of the slide lose their bytes.
    void find_levels() {
        const auto plan = plan_slide(file_, structure_, SlideVendor::hamamatsu);
        if (!plan) fail_slide_damaged();
        for (std::size_t i = 0; i < structure_.directories.size(); ++i) {
            const auto& directory = structure_.directories[i];
            const auto* offsets = directory.find(tiff::kStripOffsets);
            const auto* sizes = directory.find(tiff::kStripBytes);
            if (offsets == nullptr || sizes == nullptr || offsets->count != 1 || sizes->count != 1) {
                fail_slide_damaged();
            }
            const Level level{&directory, number(directory, tiff::kStripOffsets),
                              number(directory, tiff::kStripBytes), number(directory, tiff::kWidth),
                              number(directory, tiff::kHeight)};
            if (level.offset > file_.size() || level.bytes > file_.size() - level.offset)
                fail_slide_damaged();
            if (plan->fates[i] == DirectoryFate::keep) {
                levels_.push_back(level);
            } else {
                hold(level.bytes);
                edits_.push_back({level.offset, level.bytes, std::vector<std::byte>(level.bytes)});
            }
        }
        if (levels_.empty()) fail_slide_damaged();
    }

    void paint(const Level& level) {
        if (number(*level.directory, tiff::kCompression) != kJpeg) {
            fail_unsupported("Boxes can be painted into NDPI slides of JPEG only.");
        }
        const auto finest = std::max_element(
            levels_.begin(), levels_.end(), [](const Level& a, const Level& b) { return a.width < b.width; });
        if (level.width == 0 || level.height == 0) fail_slide_damaged();
        SlidePlace place{.directory = level.directory};
        place.across = static_cast<double>(finest->width) / static_cast<double>(level.width);
        place.down = static_cast<double>(finest->height) / static_cast<double>(level.height);
        std::vector<PixelBox> boxes;
        for (const auto& box : boxes_on_level(request_.regions, place)) {
            const auto held = [](double value, std::uint64_t most) {
                return static_cast<std::size_t>(std::clamp(value, 0.0, static_cast<double>(most)));
            };
            boxes.push_back({held(box.left, level.width), held(box.top, level.height),
                             held(box.right, level.width), held(box.bottom, level.height)});
        }
        const RestartStrip strip{file_.subspan(level.offset, level.bytes), {level.width, level.height}};
        require_agreement(level, strip);
        const bool is_listed = strip.starts().size() == 1 || part_starts(level) == strip.starts();
        take(level, strip, strip.painted(boxes, is_listed ? Filling::any : Filling::even));
    }

    std::vector<std::uint64_t> part_starts(const Level& level) const {
        const auto* entry = level.directory->find(kPartStarts);
        if (entry == nullptr) return {};
        auto starts = structure_.numbers(file_, *entry);
        if (const auto* high = level.directory->find(kPartStartsHigh)) {
            const auto upper = structure_.numbers(file_, *high);
            for (std::size_t i = 0; i < std::min(starts.size(), upper.size()); ++i)
                starts[i] |= upper[i] << 32;
        }
        return starts;
    }

    /// Readers believe the list of where parts begin wherever it names what follows a restart marker; where
    /// that is another part, they would show the slide otherwise than it is painted.
    void require_agreement(const Level& level, const RestartStrip& strip) const {
        const auto told = part_starts(level);
        const auto& starts = strip.starts();
        for (std::size_t i = 0; i < std::min(told.size(), starts.size()); ++i) {
            if (told[i] != starts[i] && is_behind_marker(level, told[i])) fail_slide_damaged();
        }
    }

    bool is_behind_marker(const Level& level, std::uint64_t start) const {
        if (start < 2 || start > level.bytes) return false;
        const auto* at = file_.data() + level.offset + start - 2;
        return at[0] == std::byte{0xFF} && at[1] >= std::byte{0xD0} && at[1] <= std::byte{0xD7};
    }

    void take(const Level& level, const RestartStrip& strip, std::vector<Splice> splices) {
        Moves moved;
        for (auto& splice : splices) {
            hold(splice.bytes.size());
            if (splice.bytes.size() > splice.size) {
                moved.add(splice.offset + splice.size, splice.bytes.size() - splice.size);
            }
            splice.offset += level.offset;
            edits_.push_back(std::move(splice));
        }
        if (moved.is_empty()) return;
        const auto& sizes = *level.directory->find(tiff::kStripBytes);
        put(sizes.value_offset, level.bytes + moved.total(), sizes.value_bytes);
        move_starts(level, strip, moved);
    }

    void hold(std::uint64_t bytes) {
        held_bytes_ += bytes;
        if (held_bytes_ <= kMostPainted_bytes) return;
        throw base::Error{base::ErrorKind::too_large,
                          "redact.too_large",
                          "The boxes cover too much of this slide to be painted.",
                          {.hint = "Draw smaller boxes, or upload the part of the slide that is needed."}};
    }

    void move_starts(const Level& level, const RestartStrip& strip, const Moves& moved) {
        const auto told = part_starts(level);
        const auto* low = level.directory->find(kPartStarts);
        const auto* high = level.directory->find(kPartStartsHigh);
        for (std::size_t i = 0; i < std::min(told.size(), strip.starts().size()); ++i) {
            if (told[i] != strip.starts()[i]) continue;
            const auto now = moved(told[i]);
            const auto unit = low->value_bytes / low->count;
            if (now == told[i]) continue;
            const bool has_high = high != nullptr && i < high->count;
            if (!has_high && unit < 8 && now >> (8 * unit) != 0) fail_too_large();
            put(low->value_offset + i * unit, now & 0xFFFFFFFF, unit);
            if (has_high) put(high->value_offset + i * 4, now >> 32, 4);
        }
    }

    [[noreturn]] static void fail_too_large() {
        fail_unsupported("The painted slide would be larger than its kind of file can be.");
    }

    /// Little endian, as NDPI is.
    void put(std::uint64_t place, std::uint64_t value, std::uint64_t bytes) {
        if (bytes > 8) fail_slide_damaged();
        Splice edit{place, bytes, {}};
        for (std::uint64_t i = 0; i < bytes; ++i)
            edit.bytes.push_back(static_cast<std::byte>(value >> 8 * i & 0xFF));
        numbers_.push_back(std::move(edit));
    }

    /// Nothing leads to what is no level any more.
    void link() {
        put(structure_.first_link_offset(), moved_(levels_.front().directory->offset), kLink_bytes);
        for (std::size_t i = 0; i < levels_.size(); ++i) {
            const auto next = i + 1 < levels_.size() ? moved_(levels_[i + 1].directory->offset) : 0;
            put(levels_[i].directory->next_link_offset, next, kLink_bytes);
        }
    }

    /// The lower halves of places; the upper ones follow from where the directory stands (tiff_structure.h).
    void move_places() {
        for (const auto& level : levels_) {
            auto at = level.directory->offset + kCount_bytes + kEntryField_bytes;
            for (const auto& entry : level.directory->entries) {
                if (entry.value_offset != at) put(at, moved_(entry.value_offset) & 0xFFFFFFFF, 4);
                at += kEntry_bytes;
            }
            const auto& offsets = *level.directory->find(tiff::kStripOffsets);
            put(offsets.value_offset, moved_(level.offset) & 0xFFFFFFFF, offsets.value_bytes);
        }
    }

    void write() {
        edits_.insert(edits_.end(), std::make_move_iterator(numbers_.begin()),
                      std::make_move_iterator(numbers_.end()));
        std::sort(edits_.begin(), edits_.end(), by_offset);
        deid::OutputPlan plan;
        std::uint64_t at = 0;
        for (const auto& edit : edits_) {
            if (edit.offset < at || edit.offset + edit.size > file_.size()) fail_slide_damaged();
            plan.add(file_.subspan(at, edit.offset - at));
            plan.add_copied(edit.bytes);
            at = edit.offset + edit.size;
        }
        plan.add(file_.subspan(at));
        plan.write_to(request_.output, &source_);
    }

    /// Halves of places may mean others once they moved over the borders of four gigabytes.
    void verify() const {
        const MappedFile written{request_.output};
        const auto after = read_tiff(written.bytes());
        bool is_sound = after && after->ndpi && after->directories.size() == levels_.size();
        for (std::size_t i = 0; is_sound && i < levels_.size(); ++i) {
            is_sound = after->number(written.bytes(), after->directories[i], tiff::kStripOffsets, 0) ==
                       moved_(levels_[i].offset);
        }
        if (is_sound) return;
        std::filesystem::remove(request_.output);
        fail_too_large();
    }

    const Request& request_;
    const MappedFile& source_;
    Bytes file_;
    const TiffStructure& structure_;
    std::vector<Level> levels_;
    std::vector<Splice> edits_, numbers_;
    /// From places of the file as it was.
    Moves moved_;
    std::uint64_t held_bytes_ = 0;
};

}  // namespace

Result redact_ndpi(const Request& request, const MappedFile& file, const TiffStructure& structure) {
    NdpiPainter{request, file, structure}.run();
    return {true, "image/tiff", 1};
}

}  // namespace medal::imaging::redact
