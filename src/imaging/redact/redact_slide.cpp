// A slide is its file with painted tiles at the end: nothing else moves, so slides of many gigabytes are
// copied by the kernel. What the painted tiles were before is zero.
#include "base/error.h"
#include "imaging/byte_writer.h"
#include "imaging/deid/patched.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/slide_geometry.h"
#include "imaging/redact/slide_tiles.h"
#include "imaging/slide.h"
#include "imaging/tiff_structure.h"

#include <algorithm>
#include <map>
#include <string>

namespace medal::imaging::redact {
namespace {

/// Painted tiles are held until the file is written.
constexpr std::uint64_t kMostPainted_bytes = 256ULL << 20;
constexpr std::uint64_t kFourGigabytes = 1ULL << 32;

class SlidePainter {
  public:
    SlidePainter(const Request& request, const MappedFile& file, TiffStructure structure)
        : request_(request), source_(file), file_(file.bytes()), structure_(std::move(structure)) {}

    void run() {
        const auto geometry = slide_geometry(file_, structure_, detect_vendor(file_, structure_));
        std::vector<const TiffDirectory*> levels;
        for (const auto& place : geometry.levels) levels.push_back(place.directory);
        if (!geometry.keeps_directories) link(levels);
        for (const auto& directory : structure_.directories) {
            if (std::find(levels.begin(), levels.end(), &directory) == levels.end()) forget(directory);
        }
        for (const auto& place : geometry.levels) {
            paint({file_, structure_, place}, *place.directory, boxes_on_level(request_.regions, place));
        }
        blank_unused();
        write();
    }

  private:
    std::string number(std::uint64_t value, std::size_t bytes) const {
        return stored(value, bytes, structure_.endian);
    }

    void put(std::uint64_t place, std::uint64_t value, std::size_t bytes) {
        const bool fits = bytes >= 8 || value >> (8 * bytes) == 0;
        if (!fits) fail_unsupported("The painted slide would be larger than its kind of file can be.");
        patches_.push_back({place, bytes, number(value, bytes)});
    }

    /// Other directories are pictures beside the levels: nothing leads to them any more.
    void link(const std::vector<const TiffDirectory*>& levels) {
        const auto bytes = structure_.link_bytes();
        put(structure_.first_link_offset(), levels.front()->offset, bytes);
        for (std::size_t i = 0; i < levels.size(); ++i) {
            put(levels[i]->next_link_offset, i + 1 < levels.size() ? levels[i + 1]->offset : 0, bytes);
        }
    }

    void forget(const TiffDirectory& directory) {
        const bool is_tiled = directory.find(tiff::kTileOffsets) != nullptr;
        const auto* offsets = directory.find(is_tiled ? tiff::kTileOffsets : tiff::kStripOffsets);
        const auto* sizes = directory.find(is_tiled ? tiff::kTileBytes : tiff::kStripBytes);
        if (offsets == nullptr || sizes == nullptr) return;
        const auto at = structure_.numbers(file_, *offsets);
        const auto bytes = structure_.numbers(file_, *sizes);
        for (std::size_t i = 0; i < std::min(at.size(), bytes.size()); ++i) let_go(at[i], bytes[i]);
    }

    void paint(const SlideLevel& level, const TiffDirectory& directory, const std::vector<LevelBox>& boxes) {
        const auto& offsets = *directory.find(tiff::kTileOffsets);
        const auto& sizes = *directory.find(tiff::kTileBytes);
        for (std::size_t tile = 0; tile < level.tiles(); ++tile) {
            if (level.bytes(tile) == 0) continue;
            const auto met = level.on_tile(tile, boxes);
            if (met.empty()) {
                used_.insert_or_assign(level.offset(tile), level.bytes(tile));
                continue;
            }
            const auto bytes = level.painted(tile, met);
            let_go(level.offset(tile), level.bytes(tile));
            const auto unit = [](const TiffEntry& entry) { return entry.value_bytes / entry.count; };
            put(offsets.value_offset + tile * unit(offsets), append(bytes), unit(offsets));
            put(sizes.value_offset + tile * unit(sizes), bytes.size(), unit(sizes));
        }
    }

    /// Where it will lie.
    std::uint64_t append(const std::vector<std::byte>& bytes) {
        if (added_.size() + bytes.size() > kMostPainted_bytes) {
            throw base::Error{
                base::ErrorKind::too_large,
                "redact.too_large",
                "The boxes cover too much of this slide to be painted.",
                {.hint = "Draw smaller boxes, or upload the part of the slide that is needed."}};
        }
        const auto place = file_.size() + file_.size() % 2 + added_.size();
        added_.insert(added_.end(), bytes.begin(), bytes.end());
        if (added_.size() % 2 != 0) added_.push_back(std::byte{0});
        return place;
    }

    void let_go(std::uint64_t begin, std::uint64_t bytes) { unused_.insert_or_assign(begin, bytes); }

    /// Tiles that look alike may share their bytes; those go with the last that needs them.
    void blank_unused() {
        for (const auto& [begin, bytes] : unused_) {
            if (begin > file_.size() || bytes > file_.size() - begin) fail_slide_damaged();
            if (!used_.contains(begin) && bytes > 0) patches_.push_back({begin, bytes, {}});
        }
    }

    void write() {
        deid::OutputPlan plan;
        if (!deid::add_patched(plan, file_, std::move(patches_))) fail_slide_damaged();
        plan.add_zeros(file_.size() % 2);
        plan.add_copied(added_);
        if (!structure_.big && plan.size() >= kFourGigabytes) {
            fail_unsupported("The painted slide would be larger than its kind of file can be.");
        }
        plan.write_to(request_.output, &source_);
    }

    const Request& request_;
    const MappedFile& source_;
    Bytes file_;
    TiffStructure structure_;
    std::vector<Patch> patches_;
    std::vector<std::byte> added_;
    /// Bytes of tiles by where they begin.
    std::map<std::uint64_t, std::uint64_t> used_, unused_;
};

}  // namespace

Result redact_slide(const Request& request, const MappedFile& file) {
    auto structure = read_tiff(file.bytes());
    if (!structure) {
        throw base::Error{base::ErrorKind::unsupported,
                          "redact.unsupported",
                          "Boxes can be painted into slides that are tiled TIFF files only.",
                          {.hint = "Upload the slide again as a tiled TIFF, or without this part."}};
    }
    if (structure->ndpi) return redact_ndpi(request, file, *structure);
    SlidePainter{request, file, std::move(*structure)}.run();
    return {true, "image/tiff", 1};
}

}  // namespace medal::imaging::redact
