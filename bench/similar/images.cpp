#include "images.h"

#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "imaging/picture/display.h"
#include "imaging/picture/load.h"
#include "imaging/prescan.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/similar/look_text.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <optional>

namespace similar_bench {
namespace {

namespace fs = std::filesystem;
namespace imaging = medal::imaging;
namespace similar = imaging::similar;

constexpr unsigned kFarthest = 7;

/// nullopt for what is no single image.
std::optional<Image> image_of(const fs::path& path) {
    const imaging::MappedFile file{path};
    const auto scan = imaging::prescan(file.bytes());
    if (imaging::refuses(scan.findings)) return std::nullopt;
    Image image;
    image.name = image.study = path.string();
    if (scan.kind == imaging::FileKind::dicom) {
        const auto data = *imaging::dicom::scan_file(file.bytes()).data;
        const auto shape = imaging::dicom::shape_of(data);
        if (!shape || shape->frames != 1) return std::nullopt;
        constexpr imaging::dicom::Tag kStudy{0x0020000D};
        image.study = std::string{data.text(kStudy)};
        image.shown = imaging::picture::display_frame(data, 0, std::nullopt);
        if (data.text(imaging::dicom::tags::kModality) == "CT") {
            for (const auto* name : {"soft", "bone", "lung"}) {
                image.windows.push_back(
                    imaging::picture::display_frame(data, 0, imaging::picture::preset_window(name)));
            }
        }
    } else {
        image.shown = imaging::picture::load_raster(file.bytes());
    }
    if (std::min(image.shown.width, image.shown.height) < 48) return std::nullopt;
    const auto print = similar::fingerprint_file(path);
    image.phash = std::stoull(print.phash, nullptr, 16);
    image.dhash = std::stoull(print.dhash, nullptr, 16);
    image.looks = *similar::looks_in(print.looks);
    return image;
}

}  // namespace

unsigned bits_apart(std::uint64_t a, std::uint64_t b) {
    int least = 64;
    for (const auto other : similar::turned(a)) least = std::min(least, std::popcount(other ^ b));
    return static_cast<unsigned>(least);
}

std::vector<Image> images_below(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Image> images;
    for (const auto& path : files) {
        try {
            if (auto image = image_of(path)) images.push_back(std::move(*image));
        } catch (const medal::base::Error&) {
            continue;
        }
    }
    return images;
}

std::vector<Image> phantoms(std::uint64_t first_seed, std::uint64_t last_seed, const fs::path& empty_folder) {
    using imaging::phantom::Kind;
    std::vector<Image> all;
    for (const auto kind : {Kind::ct_abdomen, Kind::ct_chest, Kind::ct_head, Kind::mr, Kind::xray,
                            Kind::photo, Kind::portrait}) {
        for (auto seed = first_seed; seed <= last_seed; ++seed) {
            const auto folder = empty_folder / fmt::format("{}-{}", static_cast<int>(kind), seed);
            imaging::phantom::make_phantom({.kind = kind, .seed = seed, .slices = 3, .size = 192}, folder);
            for (auto& image : images_below(folder)) {
                image.study = folder.string();
                image.is_phantom = true;
                all.push_back(std::move(image));
            }
        }
    }
    return all;
}

std::vector<Image> distinct(std::span<const Image> images) {
    std::vector<Image> first;
    for (const auto& image : images) {
        if (image.dhash == 0) continue;
        const bool is_known = std::any_of(first.begin(), first.end(), [&](const Image& other) {
            return bits_apart(other.phash, image.phash) <= 2 * kFarthest;
        });
        if (!is_known) first.push_back(image);
    }
    return first;
}

}  // namespace similar_bench
