#include "imaging/slide.h"

#include "imaging/slide_text.h"

#include <algorithm>
#include <bit>

namespace medal::imaging {
namespace {

constexpr std::uint16_t kSoftware = 305, kXmp = 700, kNdpiFlag = 65420, kNdpiLens = 65421, kNdpiX = 65422,
                        kNdpiY = 65423, kNdpiZ = 65424, kNdpiRestarts = 65426, kNdpiRestartsHigh = 65432;
constexpr std::uint64_t kReducedImage = 1;
/// A tiled image beyond this is looked at as a slide, piece by piece.
constexpr std::uint64_t kLargeImage_px = 100'000'000;

class Slide {
  public:
    Slide(Bytes file, const TiffStructure& structure) : file_(file), structure_(structure) {}

    std::size_t count() const { return structure_.directories.size(); }
    const TiffDirectory& directory(std::size_t i) const { return structure_.directories[i]; }
    bool has(std::size_t i, std::uint16_t tag) const { return directory(i).find(tag) != nullptr; }
    bool is_tiled(std::size_t i) const { return has(i, tiff::kTileOffsets); }
    bool is_reduced(std::size_t i) const {
        return (structure_.number(file_, directory(i), tiff::kSubfileType, 0) & kReducedImage) != 0;
    }
    std::uint64_t pixels(std::size_t i) const {
        return structure_.number(file_, directory(i), tiff::kWidth, 0) *
               structure_.number(file_, directory(i), tiff::kHeight, 0);
    }
    /// Up to the first NUL; empty where there is none.
    std::string_view text(std::size_t i, std::uint16_t tag) const {
        const auto* entry = directory(i).find(tag);
        if (entry == nullptr) return {};
        const auto whole = text_of(file_.subspan(entry->value_offset, entry->value_bytes));
        return whole.substr(0, whole.find('\0'));
    }
    /// -1 and below: macro image and map of the slide; absent: no part of the slide.
    bool has_lens(std::size_t i) const {
        const auto* lens = directory(i).find(kNdpiLens);
        if (lens == nullptr || lens->type != 11 || lens->count == 0) return false;
        return std::bit_cast<float>(u32(file_, lens->value_offset, structure_.endian)) > 0;
    }

  private:
    Bytes file_;
    const TiffStructure& structure_;
};

bool is_pyramid(const Slide& slide) {
    if (!slide.is_tiled(0)) return false;
    if (slide.pixels(0) > kLargeImage_px) return true;
    for (std::size_t i = 1; i < slide.count(); ++i) {
        if (slide.is_tiled(i) && slide.is_reduced(i)) return true;
    }
    return false;
}

bool names_label(std::string_view text) {
    return text.find("label") != std::string_view::npos || text.find("macro") != std::string_view::npos;
}

/// Aperio: only what is tiled is the slide; thumbnail, label and macro are in strips.
DirectoryFate aperio_fate(const Slide& slide, std::size_t i) {
    const bool level = slide.is_tiled(i) && !names_label(slide.text(i, tiff::kDescription));
    return level || (i == 0 && !slide.is_tiled(0)) ? DirectoryFate::keep : DirectoryFate::drop;
}

DirectoryFate philips_fate(const Slide& slide, std::size_t i) {
    const auto text = slide.text(i, tiff::kDescription);
    const bool other = text.starts_with("Label") || text.starts_with("Macro");
    return slide.is_tiled(i) && !other ? DirectoryFate::keep : DirectoryFate::drop;
}

/// The first directory is the label's, and its text makes the file a BIF.
DirectoryFate ventana_fate(const Slide& slide, std::size_t i) {
    if (slide.text(i, tiff::kDescription).starts_with("level=")) return DirectoryFate::keep;
    return i == 0 ? DirectoryFate::blank : DirectoryFate::drop;
}

DirectoryFate fate_of(const Slide& slide, std::size_t i, SlideVendor vendor) {
    const auto kept_if = [](bool kept) { return kept ? DirectoryFate::keep : DirectoryFate::drop; };
    switch (vendor) {
        case SlideVendor::aperio:
            return aperio_fate(slide, i);
        case SlideVendor::hamamatsu:
            return kept_if(slide.has_lens(i));
        case SlideVendor::philips:
            return philips_fate(slide, i);
        case SlideVendor::ventana:
            return ventana_fate(slide, i);
        case SlideVendor::generic:
            return kept_if(i == 0 || (slide.is_tiled(i) && slide.is_reduced(i)));
        default:
            return DirectoryFate::keep;
    }
}

/// Puts a text in the place of the old one; false where there is none to put.
bool replace(SlidePlan& plan, const Slide& slide, std::size_t i, std::uint16_t tag,
             std::optional<std::string> text) {
    const auto* entry = slide.directory(i).find(tag);
    if (entry == nullptr || !text || text->size() >= entry->value_bytes) return false;
    plan.texts[{i, tag}] = std::move(*text);
    return true;
}

bool plan_leica(const Slide& slide, SlidePlan& plan) {
    const auto scan = read_leica(slide.text(0, tiff::kDescription));
    if (!scan) return false;
    for (auto& fate : plan.fates) fate = DirectoryFate::drop;
    std::vector<std::size_t> kept;
    for (const auto number : scan->directories) {
        if (number >= plan.fates.size()) return false;
        plan.fates[number] = DirectoryFate::keep;
    }
    // The text that describes all of them stands in the first one, whatever that shows.
    if (plan.fates[0] == DirectoryFate::drop) plan.fates[0] = DirectoryFate::blank;
    std::vector<std::size_t> new_numbers(plan.fates.size(), 0);
    std::size_t next = 0;
    for (std::size_t i = 0; i < plan.fates.size(); ++i) {
        new_numbers[i] = next;
        next += plan.fates[i] == DirectoryFate::drop ? 0 : 1;
    }
    return replace(plan, slide, 0, tiff::kDescription,
                   cleaned_leica(slide.text(0, tiff::kDescription), *scan, new_numbers));
}

bool plan_ventana(const Slide& slide, SlidePlan& plan) {
    for (std::size_t i = 0; i < slide.count(); ++i) {
        if (plan.fates[i] == DirectoryFate::drop) continue;
        if (slide.has(i, kXmp) && !replace(plan, slide, i, kXmp, cleaned_ventana(slide.text(i, kXmp)))) {
            return false;
        }
        if (plan.fates[i] == DirectoryFate::keep &&
            !replace(plan, slide, i, tiff::kDescription, ventana_level(slide.text(i, tiff::kDescription)))) {
            return false;
        }
    }
    return slide.has(0, kXmp);
}

bool plan_texts(const Slide& slide, SlideVendor vendor, SlidePlan& plan) {
    switch (vendor) {
        case SlideVendor::aperio:
            for (std::size_t i = 0; i < slide.count(); ++i) {
                replace(plan, slide, i, tiff::kDescription,
                        cleaned_aperio(slide.text(i, tiff::kDescription)));
            }
            return true;
        case SlideVendor::leica:
            return plan_leica(slide, plan);
        case SlideVendor::philips:
            return replace(plan, slide, 0, kSoftware, "Philips") &&
                   replace(plan, slide, 0, tiff::kDescription,
                           cleaned_philips(slide.text(0, tiff::kDescription)));
        case SlideVendor::trestle:
            return replace(plan, slide, 0, kSoftware, "MedScan") &&
                   replace(plan, slide, 0, tiff::kDescription,
                           cleaned_trestle(slide.text(0, tiff::kDescription)));
        case SlideVendor::ventana:
            return plan_ventana(slide, plan);
        default:
            return true;
    }
}

std::string ending_of(SlideVendor vendor) {
    switch (vendor) {
        case SlideVendor::aperio:
            return ".svs";
        case SlideVendor::hamamatsu:
            return ".ndpi";
        case SlideVendor::leica:
            return ".scn";
        case SlideVendor::ventana:
            return ".bif";
        default:
            return ".tiff";
    }
}

}  // namespace

SlideVendor detect_vendor(Bytes file, const TiffStructure& structure) {
    const Slide slide{file, structure};
    if (structure.ndpi) return SlideVendor::hamamatsu;
    const auto description = slide.text(0, tiff::kDescription);
    if (description.starts_with("Aperio")) return SlideVendor::aperio;
    if (description.find("http://www.leica-microsystems.com/scn/") != std::string_view::npos) {
        return SlideVendor::leica;
    }
    const auto software = slide.text(0, kSoftware);
    const bool philips = description.find("DPUfsImport") != std::string_view::npos;
    if (philips && software.starts_with("Philips")) return SlideVendor::philips;
    if (software.starts_with("MedScan")) return SlideVendor::trestle;
    if (slide.text(0, kXmp).find("iScan") != std::string_view::npos) return SlideVendor::ventana;
    return is_pyramid(slide) ? SlideVendor::generic : SlideVendor::none;
}

std::optional<SlidePlan> plan_slide(Bytes file, const TiffStructure& structure, SlideVendor vendor) {
    const Slide slide{file, structure};
    SlidePlan plan;
    plan.ending = ending_of(vendor);
    for (std::size_t i = 0; i < slide.count(); ++i) plan.fates.push_back(fate_of(slide, i, vendor));
    if (vendor == SlideVendor::hamamatsu) {
        plan.private_tags = {kNdpiFlag, kNdpiLens, kNdpiX, kNdpiY, kNdpiZ, kNdpiRestarts, kNdpiRestartsHigh};
    }
    return plan_texts(slide, vendor, plan) ? std::optional{std::move(plan)} : std::nullopt;
}

}  // namespace medal::imaging
