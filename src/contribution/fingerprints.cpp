#include "contribution/fingerprints.h"

#include "base/error.h"
#include "base/hash.h"
#include "imaging/deid/in_parallel.h"
#include "imaging/similar/look_text.h"

#include <algorithm>
#include <exception>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace medal::contribution {
namespace {

namespace fs = std::filesystem;
using imaging::similar::Fingerprint;

constexpr std::size_t kMostFiles = 64;
constexpr std::size_t kSlicesKept = 8;
constexpr unsigned kWorkers = 2;

struct PlacedFile {
    std::int64_t first_frame = 0;
    std::string name;
};

struct Look {
    std::int64_t first_frame = 0;
    Fingerprint print;
};

std::uint64_t number_of(const std::string& hex) {
    return std::stoull(hex, nullptr, 16);
}

std::vector<imaging::similar::Look> looks_of(const Fingerprint& print) {
    return imaging::similar::looks_in(print.looks).value_or(std::vector<imaging::similar::Look>{});
}

std::map<std::string, std::vector<PlacedFile>> files_by_asset(const BuiltAssets& built) {
    std::map<std::string, std::vector<PlacedFile>> files;
    for (const auto& [name, place] : built.places)
        files[place.asset_id.text()].push_back({place.first_frame, name});
    for (auto& [asset, its] : files) {
        std::sort(its.begin(), its.end(), [](const PlacedFile& a, const PlacedFile& b) {
            return std::tie(a.first_frame, a.name) < std::tie(b.first_frame, b.name);
        });
    }
    return files;
}

std::vector<PlacedFile> sampled(const std::vector<PlacedFile>& files) {
    if (files.size() <= kMostFiles) return files;
    std::vector<PlacedFile> sample;
    for (std::size_t i = 0; i < kMostFiles; ++i) sample.push_back(files[i * files.size() / kMostFiles]);
    return sample;
}

// A full disk or a missing sandbox is no fault of the picture.
bool is_ours(const base::Error& error) {
    return error.kind() == base::ErrorKind::unavailable || error.kind() == base::ErrorKind::internal;
}

std::vector<Look> looks_of(imaging::worker::Crew& crew, const fs::path& folder,
                           const std::vector<PlacedFile>& files) {
    std::vector<std::optional<Look>> found(files.size());
    std::vector<std::exception_ptr> faults(files.size());
    imaging::deid::in_parallel(files.size(), kWorkers, [&](std::size_t i) {
        try {
            found[i] = {files[i].first_frame, crew.fingerprint(folder / files[i].name)};
        } catch (const base::Error& error) {
            if (is_ours(error)) faults[i] = std::current_exception();
        }
    });
    for (const auto& fault : faults) {
        if (fault) std::rethrow_exception(fault);
    }
    std::vector<Look> looks;
    for (auto& look : found) {
        if (look) looks.push_back(std::move(*look));
    }
    return looks;
}

AssetPrint print_of(const AssetRow& asset, FingerprintScope scope, const Look& look) {
    return {asset.id,
            scope,
            look.first_frame,
            look.print.sha256_pixels,
            number_of(look.print.phash),
            number_of(look.print.dhash),
            scope == FingerprintScope::volume ? std::vector<imaging::similar::Look>{} : looks_of(look.print)};
}

AssetPrint volume_of(const AssetRow& asset, std::size_t files, const std::vector<Look>& looks) {
    std::string all = std::to_string(files);
    std::vector<std::uint64_t> phashes;
    std::vector<std::uint64_t> dhashes;
    for (const auto& look : looks) {
        all += "\n" + look.print.sha256_pixels;
        phashes.push_back(number_of(look.print.phash));
        dhashes.push_back(number_of(look.print.dhash));
    }
    return {asset.id,
            FingerprintScope::volume,
            0,
            base::sha256(all).text(),
            imaging::similar::bitwise_median(phashes),
            imaging::similar::bitwise_median(dhashes),
            {}};
}

// From the middle half: at the ends of a body slices are small or empty.
void add_slices(std::vector<AssetPrint>& prints, const AssetRow& asset, const std::vector<Look>& looks) {
    const auto first = looks.size() / 4;
    const auto count = std::max<std::size_t>(1, looks.size() / 2);
    const auto kept = std::min(count, kSlicesKept);
    for (std::size_t i = 0; i < kept; ++i)
        prints.push_back(print_of(asset, FingerprintScope::slice, looks[first + i * count / kept]));
}

}  // namespace

std::vector<AssetPrint> fingerprint_assets(imaging::worker::Crew& crew, const fs::path& folder,
                                           const BuiltAssets& built) {
    const auto files = files_by_asset(built);
    std::vector<AssetPrint> prints;
    for (const auto& one : built.assets) {
        const auto& asset = one.asset;
        const auto its = files.find(asset.id.text());
        if (its == files.end()) continue;
        const auto looks = looks_of(crew, folder, sampled(its->second));
        if (looks.empty()) continue;
        if (its->second.size() == 1) {
            const auto scope = asset.frames == 1 ? FingerprintScope::single : FingerprintScope::volume;
            prints.push_back(print_of(asset, scope, looks.front()));
            continue;
        }
        prints.push_back(volume_of(asset, its->second.size(), looks));
        add_slices(prints, asset, looks);
    }
    return prints;
}

}  // namespace medal::contribution
