#include "imaging/deid/slide_identifiers.h"

#include "imaging/mapped_file.h"
#include "imaging/prescan.h"
#include "imaging/slide_set/foreign_slide.h"

#include <array>

namespace medal::imaging::deid {
namespace {

/// Shorter ones stand in the noise of a picture of some gigabytes by chance.
constexpr std::size_t kShortest_bytes = 6;

constexpr std::array<const char*, 7> kSakuraTexts{"SlideId",  "Description", "Creator", "DiagnosisCode",
                                                  "Keywords", "ScanId",      "Date"};

void add(const std::string& text, Collected& collected) {
    if (text.size() >= kShortest_bytes) collected.identifiers.add_phrase(text);
}

void collect_listing(Bytes bytes, Collected& collected) {
    auto listing = slide_set::read_listing(bytes);
    for (const auto& text : listing.identifiers) add(text, collected);
    SlideParts parts;
    parts.kind = listing.kind;
    std::vector<std::string> names;
    for (auto& part : listing.parts) {
        parts.roles.push_back(part.role);
        names.push_back(std::move(part.name));
    }
    parts.names = base::Identifying<std::vector<std::string>>{std::move(names)};
    collected.slide_parts = std::move(parts);
}

}  // namespace

void collect_from_slide(const std::filesystem::path& path, Collected& collected) {
    if (!becomes_tiff(collected.kind)) return;
    const MappedFile file{path};
    const auto scan = prescan(file.bytes());
    // Whoever writes it says why it is refused.
    if (refuses(scan.findings)) return;
    if (collected.kind == FileKind::slide_set) return collect_listing(file.bytes(), collected);
    const slide_set::ForeignSlide slide{{path, slide_set::kSakura, file.bytes().size()}};
    for (const auto* name : kSakuraTexts)
        add(slide.file().property(std::string{"sakura."} + name), collected);
}

}  // namespace medal::imaging::deid
