// TIFF and Aperio slides: directories keep only what describes the picture, label and macro images go, and
// every byte that nothing refers to any more is zero. Offsets stay, so the picture's own bytes do not move.
#include "imaging/deid/formats.h"
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

struct Range {
    std::uint64_t begin;
    std::uint64_t end;
};

bool is_picture_tag(std::uint16_t tag) {
    return std::find(kPictureTags.begin(), kPictureTags.end(), tag) != kPictureTags.end();
}

/// The fields of an Aperio description that say how the slide was scanned; the rest are dates, users and
/// names.
std::string aperio_description(std::string_view text) {
    std::string kept = "Aperio Image Library\r\n";
    for (const auto* field : {"AppMag = ", "MPP = "}) {
        const auto begin = text.find(field);
        if (begin == std::string_view::npos) continue;
        const auto value = text.substr(begin, text.find('|', begin) - begin);
        const bool plain =
            value.size() < 32 && value.find_first_not_of("AppMagMPP =.0123456789") == std::string_view::npos;
        if (plain) kept += "|" + std::string{value};
    }
    return kept;
}

class TiffCleaner {
  public:
    TiffCleaner(FormatContext& context, TiffStructure structure, bool slide)
        : context_(context),
          structure_(std::move(structure)),
          slide_(slide),
          out_(context.file.begin(), context.file.end()) {}

    std::vector<std::byte> run() {
        keep(0, structure_.big ? 16 : 8);
        std::vector<const TiffDirectory*> kept;
        for (const auto& directory : structure_.directories) {
            if (is_label(directory)) {
                context_.log.add_part("label or macro image", "X", "a photograph of the slide's label");
            } else {
                kept.push_back(&directory);
            }
        }
        if (kept.empty()) {
            context_.findings.push_back(refusal("tiff.empty", "The file holds no image beside its label."));
            return {};
        }
        link(kept);
        for (const auto* directory : kept) clean(*directory);
        blank_the_rest();
        return std::move(out_);
    }

  private:
    void keep(std::uint64_t begin, std::uint64_t size) { kept_.push_back({begin, begin + size}); }

    /// Aperio: the reduced images behind the pyramid are the thumbnail, the label (subfile type 1) and the
    /// macro (9).
    bool is_label(const TiffDirectory& directory) const {
        if (!slide_) return false;
        const auto* description = directory.find(tiff::kDescription);
        const auto text =
            description == nullptr
                ? std::string_view{}
                : text_of(context_.file.subspan(description->value_offset, description->value_bytes));
        const auto subfile = structure_.number(context_.file, directory, tiff::kSubfileType, 0);
        return text.find("label") != text.npos || text.find("macro") != text.npos || subfile == 1 ||
               subfile == 9 ||
               (directory.find(tiff::kTileOffsets) == nullptr &&
                &directory != &structure_.directories.front());
    }

    void put_word(std::uint64_t at, std::uint64_t value) {
        const std::size_t size = structure_.big ? 8 : 4;
        for (std::size_t i = 0; i < size; ++i) {
            const auto shift = 8 * (structure_.endian == Endian::little ? i : size - 1 - i);
            out_[at + i] = static_cast<std::byte>((value >> shift) & 0xFF);
        }
    }

    void link(const std::vector<const TiffDirectory*>& kept) {
        put_word(structure_.big ? 8 : 4, kept.front()->offset);
        for (std::size_t i = 0; i < kept.size(); ++i) {
            put_word(kept[i]->next_link_offset, i + 1 < kept.size() ? kept[i + 1]->offset : 0);
        }
    }

    /// Entries that go are turned into unused private ones with an empty value; readers skip them.
    void clean(const TiffDirectory& directory) {
        keep(directory.offset, directory.bytes);
        const std::uint64_t entry_bytes = structure_.big ? 20 : 12;
        auto at = directory.offset + (structure_.big ? 8 : 2);
        std::vector<std::vector<std::byte>> entries;
        for (const auto& entry : directory.entries) {
            const bool description = slide_ && entry.tag == tiff::kDescription;
            if (is_picture_tag(entry.tag) || description) {
                entries.emplace_back(out_.begin() + static_cast<std::ptrdiff_t>(at),
                                     out_.begin() + static_cast<std::ptrdiff_t>(at + entry_bytes));
                keep(entry.value_offset, entry.value_bytes);
                if (description) rewrite_description(entry);
            } else {
                context_.log.add_part("TIFF tag " + std::to_string(entry.tag), "X",
                                      "not needed for the picture");
            }
            at += entry_bytes;
        }
        write_entries(directory, entries);
        keep_pieces(directory);
    }

    void rewrite_description(const TiffEntry& entry) {
        auto text = aperio_description(text_of(context_.file.subspan(entry.value_offset, entry.value_bytes)));
        if (text.size() >= entry.value_bytes) text.resize(entry.value_bytes - 1);
        text.resize(entry.value_bytes - 1, ' ');
        text += '\0';
        for (std::size_t i = 0; i < text.size(); ++i)
            out_[entry.value_offset + i] = static_cast<std::byte>(text[i]);
        context_.log.add_part("ImageDescription", "C", "scanner fields kept, dates and names dropped");
    }

    void write_entries(const TiffDirectory& directory, const std::vector<std::vector<std::byte>>& entries) {
        const std::uint64_t count_bytes = structure_.big ? 8 : 2;
        const auto next = std::vector<std::byte>(
            out_.begin() + static_cast<std::ptrdiff_t>(directory.next_link_offset),
            out_.begin() + static_cast<std::ptrdiff_t>(directory.offset + directory.bytes));
        for (std::size_t i = 0; i < count_bytes; ++i) {
            const auto shift = 8 * (structure_.endian == Endian::little ? i : count_bytes - 1 - i);
            out_[directory.offset + i] = static_cast<std::byte>((entries.size() >> shift) & 0xFF);
        }
        auto at = directory.offset + count_bytes;
        for (const auto& entry : entries) {
            std::copy(entry.begin(), entry.end(), out_.begin() + static_cast<std::ptrdiff_t>(at));
            at += entry.size();
        }
        std::copy(next.begin(), next.end(), out_.begin() + static_cast<std::ptrdiff_t>(at));
        at += next.size();
        std::fill(out_.begin() + static_cast<std::ptrdiff_t>(at),
                  out_.begin() + static_cast<std::ptrdiff_t>(directory.offset + directory.bytes),
                  std::byte{0});
    }

    void keep_pieces(const TiffDirectory& directory) {
        const bool tiled = directory.find(tiff::kTileOffsets) != nullptr;
        const auto* offsets = directory.find(tiled ? tiff::kTileOffsets : tiff::kStripOffsets);
        const auto* sizes = directory.find(tiled ? tiff::kTileBytes : tiff::kStripBytes);
        if (offsets == nullptr || sizes == nullptr) return;
        const auto at = structure_.numbers(context_.file, *offsets);
        const auto bytes = structure_.numbers(context_.file, *sizes);
        for (std::size_t i = 0; i < std::min(at.size(), bytes.size()); ++i) keep(at[i], bytes[i]);
    }

    void blank_the_rest() {
        std::sort(kept_.begin(), kept_.end(), [](Range a, Range b) { return a.begin < b.begin; });
        std::uint64_t at = 0;
        const auto blank = [&](std::uint64_t begin, std::uint64_t end) {
            std::fill(out_.begin() + static_cast<std::ptrdiff_t>(begin),
                      out_.begin() + static_cast<std::ptrdiff_t>(end), std::byte{0});
        };
        for (const auto& range : kept_) {
            if (range.begin > at) blank(at, range.begin);
            at = std::max(at, std::min<std::uint64_t>(range.end, out_.size()));
        }
        blank(at, out_.size());
    }

    FormatContext& context_;
    TiffStructure structure_;
    bool slide_;
    std::vector<std::byte> out_;
    std::vector<Range> kept_;
};

}  // namespace

void deidentify_tiff(FormatContext& context) {
    auto structure = read_tiff(context.file);
    if (!structure) {
        context.findings.push_back(refusal("raster.damaged", "The TIFF file's directories are damaged."));
        return;
    }
    for (const auto& directory : structure->directories) {
        // Directories below directories (EXIF, GPS, thumbnails) are not followed, so they must not be kept.
        if (directory.find(330) == nullptr) continue;
        context.findings.push_back(
            refusal("tiff.nested", "TIFF files with images inside images are not supported."));
        return;
    }
    const bool slide = detect_kind(context.file) == FileKind::slide;
    auto bytes = TiffCleaner{context, std::move(*structure), slide}.run();
    if (refuses(context.findings)) return;
    const auto kept = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
    context.inflated = kept;
    context.plan.add(Bytes{*kept});
}

}  // namespace medal::imaging::deid
