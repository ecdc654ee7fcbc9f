// similar_bench FOLDER DISTRACTORS: finds changed copies of the single images below FOLDER, and of phantoms,
// by the same hashes and the same index as `medal duplicates`; prints a table in Markdown.
#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "imaging/picture/display.h"
#include "imaging/picture/load.h"
#include "imaging/prescan.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/similar/index.h"
#include "imaging/similar/look.h"
#include "variants.h"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace imaging = medal::imaging;
namespace similar = imaging::similar;
using similar_bench::Raster;

constexpr unsigned kDefaultDistance = 4, kFarthest = 7;

struct Original {
    std::string name;
    std::uint64_t phash = 0;
    Raster shown;
    /// The same through other windows of stored values; empty for photographs.
    std::vector<Raster> windows;
};

/// Whichever way one of them is mirrored.
unsigned bits_apart(std::uint64_t a, std::uint64_t b) {
    int least = 64;
    for (const auto other : similar::turned(a)) least = std::min(least, std::popcount(other ^ b));
    return static_cast<unsigned>(least);
}

/// nullopt for what is no single image.
std::optional<Original> original_of(const fs::path& path) {
    const imaging::MappedFile file{path};
    const auto scan = imaging::prescan(file.bytes());
    if (imaging::refuses(scan.findings)) return std::nullopt;
    Original original{path.string(), 0, {}, {}};
    if (scan.kind == imaging::FileKind::dicom) {
        const auto data = *imaging::dicom::scan_file(file.bytes()).data;
        const auto shape = imaging::dicom::shape_of(data);
        if (!shape || shape->frames != 1) return std::nullopt;
        original.shown = imaging::picture::display_frame(data, 0, std::nullopt);
        if (data.text(imaging::dicom::tags::kModality) == "CT") {
            for (const auto* name : {"soft", "bone", "lung"}) {
                original.windows.push_back(
                    imaging::picture::display_frame(data, 0, imaging::picture::preset_window(name)));
            }
        }
    } else {
        original.shown = imaging::picture::load_raster(file.bytes());
    }
    if (std::min(original.shown.width, original.shown.height) < 48) return std::nullopt;
    original.phash = std::stoull(similar::fingerprint_file(path).phash, nullptr, 16);
    return original;
}

/// Images that are near each other already (the same picture in several encodings, neighbouring slices) count
/// once.
std::vector<Original> originals_below(const std::vector<fs::path>& folders) {
    std::vector<Original> originals;
    for (const auto& folder : folders) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::recursive_directory_iterator{folder}) {
            if (entry.is_regular_file()) files.push_back(entry.path());
        }
        std::sort(files.begin(), files.end());
        for (const auto& path : files) {
            try {
                auto original = original_of(path);
                if (!original) continue;
                const bool is_known =
                    std::any_of(originals.begin(), originals.end(), [&](const Original& other) {
                        return bits_apart(other.phash, original->phash) <= 2 * kFarthest;
                    });
                if (!is_known) originals.push_back(std::move(*original));
            } catch (const medal::base::Error&) {
                continue;
            }
        }
    }
    return originals;
}

struct Score {
    std::size_t tried = 0, near = 0, far = 0, wrong_near = 0, wrong_far = 0;
    std::vector<unsigned> apart;
};

void search(const similar::HashIndex& index, std::size_t own, std::uint64_t hash, std::uint64_t whole,
            Score& score) {
    ++score.tried;
    score.apart.push_back(bits_apart(hash, whole));
    for (const auto& hit : index.find(hash, kFarthest)) {
        const bool is_near = hit.distance <= kDefaultDistance;
        const bool is_own = hit.id == own;
        score.near += is_own && is_near;
        score.far += is_own;
        score.wrong_near += !is_own && is_near;
        score.wrong_far += !is_own;
    }
}

void print(const std::string& name, Score score) {
    if (score.tried == 0) return;
    const auto middle = score.apart.begin() + static_cast<std::ptrdiff_t>(score.apart.size() / 2);
    std::nth_element(score.apart.begin(), middle, score.apart.end());
    const auto share = [&](std::size_t count) {
        return static_cast<double>(count) / static_cast<double>(score.tried);
    };
    std::cout << fmt::format("| {} | {} | {:.3f} | {:.3f} | {} | {} | {} |\n", name, score.tried,
                             share(score.near), share(score.far), *middle, score.wrong_near, score.wrong_far);
}

void measure(const std::vector<Original>& originals, unsigned distractors) {
    similar::HashIndex index;
    for (std::size_t i = 0; i < originals.size(); ++i) {
        index.add(originals[i].phash, static_cast<std::uint32_t>(i));
    }
    for (unsigned seed = 0; seed < distractors; ++seed) {
        index.add(similar::hashes_of(similar_bench::distractor(seed)).phash,
                  static_cast<std::uint32_t>(originals.size() + seed));
    }
    std::cout
        << fmt::format("{} distinct images, {} distractors\n\n", originals.size(), distractors)
        << "| change | copies | recall at 4 bits | at 7 bits | median bits apart | false at 4 | false at 7 "
           "|\n|---|---:|---:|---:|---:|---:|---:|\n";
    const auto tried = [&](std::size_t i, const Raster& copy, Score& score) {
        search(index, i, similar::hashes_of(copy).phash, originals[i].phash, score);
    };
    for (const auto& variant : similar_bench::variants()) {
        Score score;
        for (std::size_t i = 0; i < originals.size(); ++i) tried(i, variant.make(originals[i].shown), score);
        print(variant.name, score);
    }
    const char* names[] = {"CT through a soft tissue window", "CT through a bone window",
                           "CT through a lung window"};
    for (std::size_t window = 0; window < std::size(names); ++window) {
        Score score;
        for (std::size_t i = 0; i < originals.size(); ++i) {
            if (!originals[i].windows.empty()) tried(i, originals[i].windows[window], score);
        }
        print(names[window], score);
    }
}

void draw_phantoms(const fs::path& folder) {
    namespace phantom = imaging::phantom;
    using phantom::Kind;
    for (const auto kind : {Kind::ct_abdomen, Kind::ct_chest, Kind::ct_head, Kind::mr, Kind::xray,
                            Kind::photo, Kind::portrait}) {
        const auto name = std::to_string(static_cast<int>(kind));
        phantom::make_phantom({.kind = kind, .slices = 3, .size = 192}, folder / name);
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::cerr << "similar_bench FOLDER EMPTY_FOLDER DISTRACTORS\n";
        return 2;
    }
    draw_phantoms(arguments[2]);
    measure(originals_below({arguments[1], arguments[2]}), static_cast<unsigned>(std::stoul(arguments[3])));
    return 0;
}
