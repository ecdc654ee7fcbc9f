// TIFF and slides: directories keep only what describes the picture, label and macro images go, and every
// byte that nothing refers to any more is zero. Offsets stay, so the picture's own bytes do not move; of a
// slide of many gigabytes only the directories are held in memory.
#include "imaging/byte_writer.h"
#include "imaging/deid/formats.h"
#include "imaging/deid/patched.h"
#include "imaging/slide.h"
#include "imaging/tiff_structure.h"

#include <algorithm>
#include <array>
#include <string>

namespace medal::imaging::deid {
namespace {

/// Baseline and extension tags of TIFF 6.0 that a decoder needs.
constexpr std::array<std::uint16_t, 34> kPictureTags{
    254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 296, 317,
    318, 319, 320, 322, 323, 324, 325, 330, 338, 339, 347, 529, 530, 531, 532, 512, 513};
constexpr std::uint16_t kAscii = 2, kUndefined = 7, kSubDirectories = 330;
constexpr std::uint64_t kJpegCompression = 7, kOldJpegCompression = 6;
/// Above that a strip is a whole level of a slide (NDPI): the head of its JPEG is looked at, not the picture.
constexpr std::uint64_t kLargePiece_bytes = 1 << 20;

class TiffCleaner {
  public:
    TiffCleaner(FormatContext& context, const TiffStructure& structure, const SlidePlan* slide)
        : context_(context), file_(context.file), structure_(structure), slide_(slide) {}

    /// Nothing where a finding says why.
    std::vector<Patch> run() {
        keep(0, structure_.first_link_offset() + structure_.link_bytes());
        std::vector<std::size_t> kept;
        for (std::size_t i = 0; i < structure_.directories.size(); ++i) {
            const auto fate = slide_ != nullptr ? slide_->fates[i] : DirectoryFate::keep;
            if (fate != DirectoryFate::drop) kept.push_back(i);
            if (fate != DirectoryFate::keep) {
                context_.log.add_part("label or macro image", "X", "a photograph of the slide's label");
            }
        }
        if (kept.empty()) {
            context_.findings.push_back(refusal("tiff.empty", "The file holds no image beside its label."));
            return {};
        }
        put_link(kept.front());
        for (std::size_t i = 0; i < kept.size(); ++i) {
            clean(kept[i], i + 1 < kept.size() ? structure_.directories[kept[i + 1]].offset : 0);
        }
        blank_the_rest();
        return std::move(patches_);
    }

  private:
    struct Kept {
        std::uint64_t begin;
        std::uint64_t end;
    };
    void keep(std::uint64_t begin, std::uint64_t size) { kept_.push_back({begin, begin + size}); }

    std::string number(std::uint64_t value, std::size_t bytes) const {
        return stored(value, bytes, structure_.endian);
    }

    void put_link(std::size_t first) {
        const auto bytes = structure_.link_bytes();
        patches_.push_back(
            {structure_.first_link_offset(), bytes, number(structure_.directories[first].offset, bytes)});
    }

    /// The directory with fewer entries, its link behind them, zeros up to its old end.
    void clean(std::size_t index, std::uint64_t next) {
        const auto& directory = structure_.directories[index];
        keep(directory.offset, directory.bytes);
        std::string entries;
        std::uint64_t count = 0;
        auto at = directory.offset + structure_.count_bytes();
        for (const auto& entry : directory.entries) {
            if (is_kept(index, entry)) {
                entries += text_of(file_.subspan(at, structure_.entry_bytes()));
                ++count;
            } else {
                context_.log.add_part("TIFF tag " + std::to_string(entry.tag), "X",
                                      "not needed for the picture");
            }
            at += structure_.entry_bytes();
        }
        patches_.push_back(
            {directory.offset, directory.bytes,
             number(count, structure_.count_bytes()) + entries + number(next, structure_.link_bytes())});
        const bool is_blank = slide_ != nullptr && slide_->fates[index] == DirectoryFate::blank;
        if (!is_blank) keep_pieces(directory);
    }

    bool is_kept(std::size_t index, const TiffEntry& entry) {
        if (slide_ != nullptr && keep_text(index, entry)) return true;
        const auto is_in = [&](const auto& list) {
            return std::find(list.begin(), list.end(), entry.tag) != list.end();
        };
        const bool wanted = is_in(kPictureTags) || (slide_ != nullptr && is_in(slide_->private_tags));
        const bool is_free =
            entry.type == kAscii || (entry.type == kUndefined && entry.tag != tiff::kJpegTables);
        if (!wanted || is_free) return false;
        keep(entry.value_offset, entry.value_bytes);
        if (entry.tag == tiff::kJpegTables) scrub_piece(entry.value_offset, entry.value_bytes);
        return true;
    }

    bool keep_text(std::size_t index, const TiffEntry& entry) {
        const auto found = slide_->texts.find({index, entry.tag});
        // Values of a few bytes stand in the entry itself, which is written anew: too short for any text.
        if (found == slide_->texts.end() || entry.value_bytes <= structure_.link_bytes()) return false;
        keep(entry.value_offset, entry.value_bytes);
        auto text = found->second;
        text.resize(entry.value_bytes - 1, ' ');
        patches_.push_back({entry.value_offset, entry.value_bytes, text + '\0'});
        context_.log.add_part("TIFF tag " + std::to_string(entry.tag), "C",
                              "numbers of the scan kept, dates and names dropped");
        return true;
    }

    void keep_pieces(const TiffDirectory& directory) {
        const bool tiled = directory.find(tiff::kTileOffsets) != nullptr;
        const auto* offsets = directory.find(tiled ? tiff::kTileOffsets : tiff::kStripOffsets);
        const auto* sizes = directory.find(tiled ? tiff::kTileBytes : tiff::kStripBytes);
        if (offsets == nullptr || sizes == nullptr) return;
        const auto at = structure_.numbers(file_, *offsets);
        const auto bytes = structure_.numbers(file_, *sizes);
        const auto compression = structure_.number(file_, directory, tiff::kCompression, 1);
        const bool is_jpeg = compression == kJpegCompression || compression == kOldJpegCompression;
        const auto most = compression == 1 ? plain_piece_bytes(directory, tiled) : file_.size();
        for (std::size_t i = 0; i < std::min(at.size(), bytes.size()); ++i) {
            keep(at[i], std::min(bytes[i], most));
            if (is_jpeg) scrub_piece(at[i], bytes[i]);
            if (tiff::is_jpeg_2000(compression)) scrub_jpeg_2000_piece(at[i], bytes[i]);
        }
    }

    /// What a strip or tile without compression needs at most; what its size claims beyond that is no
    /// picture.
    std::uint64_t plain_piece_bytes(const TiffDirectory& directory, bool tiled) const {
        const auto number = [&](std::uint16_t tag, std::uint64_t otherwise) {
            return structure_.number(file_, directory, tag, otherwise);
        };
        const auto height = number(tiff::kHeight, 0);
        const auto columns = number(tiled ? tiff::kTileWidth : tiff::kWidth, 0);
        const auto rows =
            tiled ? number(tiff::kTileHeight, 0) : std::min(number(tiff::kRowsPerStrip, height), height);
        const auto samples = number(tiff::kPlanar, 1) == 2 ? 1 : number(tiff::kSamplesPerPixel, 1);
        const auto bits = number(tiff::kBitsPerSample, 1) * samples;
        constexpr std::uint64_t kMostSide = 1ULL << 24, kMostBits = 1ULL << 12;
        const bool sound = columns > 0 && rows > 0 && bits > 0 && columns < kMostSide && rows < kMostSide &&
                           bits < kMostBits;
        return sound ? (columns * bits + 7) / 8 * rows : file_.size();
    }

    void scrub_piece(std::uint64_t begin, std::uint64_t size) {
        if (begin > file_.size() || size > file_.size() - begin) return;
        const auto piece = file_.subspan(begin, size);
        if (!has_text_at(piece, 0, "\xff\xd8")) return;
        add_patches(begin, size > kLargePiece_bytes ? scrub_jpeg_head(piece) : scrub_jpeg(piece));
    }

    void scrub_jpeg_2000_piece(std::uint64_t begin, std::uint64_t size) {
        if (begin > file_.size() || size > file_.size() - begin) return;
        add_patches(begin, scrub_jpeg_2000(file_.subspan(begin, size)));
    }

    void add_patches(std::uint64_t begin, std::vector<Patch> patches) {
        for (auto& patch : patches) {
            patch.offset += begin;
            patches_.push_back(std::move(patch));
        }
    }

    void blank_the_rest() {
        std::sort(kept_.begin(), kept_.end(), [](Kept a, Kept b) { return a.begin < b.begin; });
        std::uint64_t at = 0;
        const auto blank = [&](std::uint64_t begin, std::uint64_t end) {
            if (begin < end) patches_.push_back({begin, end - begin, {}});
        };
        for (const auto& range : kept_) {
            if (range.begin > at) blank(at, std::min<std::uint64_t>(range.begin, file_.size()));
            at = std::max(at, std::min<std::uint64_t>(range.end, file_.size()));
        }
        blank(at, file_.size());
    }

    FormatContext& context_;
    Bytes file_;
    const TiffStructure& structure_;
    const SlidePlan* slide_;
    std::vector<Patch> patches_;
    std::vector<Kept> kept_;
};

/// Directories below directories (EXIF, GPS, thumbnails) are not followed, so they must not be kept.
bool has_inner_images(const TiffStructure& structure) {
    return std::any_of(
        structure.directories.begin(), structure.directories.end(),
        [](const TiffDirectory& directory) { return directory.find(kSubDirectories) != nullptr; });
}

}  // namespace

void deidentify_tiff(FormatContext& context) {
    const auto structure = read_tiff(context.file);
    if (!structure) {
        context.findings.push_back(refusal("raster.damaged", "The TIFF file's directories are damaged."));
        return;
    }
    if (has_inner_images(*structure)) {
        context.findings.push_back(
            refusal("tiff.nested", "TIFF files with images inside images are not supported."));
        return;
    }
    const auto vendor = detect_vendor(context.file, *structure);
    std::optional<SlidePlan> slide;
    if (vendor != SlideVendor::none) {
        slide = plan_slide(context.file, *structure, vendor);
        if (!slide) {
            context.findings.push_back(
                refusal("slide.description", "The scanner's description inside of the slide is damaged."));
            return;
        }
        context.ending = slide->ending;
    }
    auto patches = TiffCleaner{context, *structure, slide ? &*slide : nullptr}.run();
    if (refuses(context.findings)) return;
    if (!add_patched(context.plan, context.file, std::move(patches))) {
        context.findings.push_back(refusal("raster.damaged", "Parts of the TIFF file overlap."));
    }
}

}  // namespace medal::imaging::deid
