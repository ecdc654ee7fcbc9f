#include "imaging/deid/media_index.h"

#include "imaging/dicom/directory.h"

#include <algorithm>
#include <map>
#include <set>

namespace medal::imaging::deid {
namespace {

/// PS3.10, 8.2: a File ID has at most eight components of at most eight characters.
constexpr std::size_t kMostComponents = 8, kMostCharacters = 8;

/// With the bar at its end; empty for the root.
std::string folder_of(const std::string& path) {
    const auto bar = path.rfind('/');
    return bar == std::string::npos ? std::string{} : path.substr(0, bar + 1);
}

using Key = std::pair<std::string, std::string>;

}  // namespace

MediaIndexes::MediaIndexes(std::span<const BatchInput> inputs)
    : inputs_(inputs), listed_(inputs.size(), false), files_(inputs.size()) {
    std::map<Key, std::size_t> by_place;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (is_index(i)) {
            indexes_.push_back(i);
        } else {
            by_place.emplace(Key{inputs[i].tree, dicom::file_key(inputs[i].place)}, i);
        }
    }
    for (const auto index : indexes_) {
        std::set<std::size_t> taken;
        const auto folder = folder_of(inputs[index].place);
        for (const auto& file : inputs[index].collected.listed_files->reveal_identifier()) {
            const auto found = by_place.find({inputs[index].tree, dicom::file_key(folder + file)});
            if (found == by_place.end() || !taken.insert(found->second).second) continue;
            files_[index].push_back(found->second);
            listed_[found->second] = inputs[found->second].collected.kind == FileKind::dicom;
        }
    }
}

std::vector<std::size_t> MediaIndexes::files_of(std::size_t index) const {
    return files_[index];
}

std::string MediaIndexes::name_of(std::size_t index) const {
    const auto folder = folder_of(inputs_[index].neutral);
    std::size_t before = 0;
    for (const auto other : indexes_) {
        if (other == index) break;
        before += folder_of(inputs_[other].neutral) == folder ? 1 : 0;
    }
    return folder + "DICOMDIR" + (before == 0 ? "" : "_" + std::to_string(before + 1));
}

std::optional<std::string> MediaIndexes::file_id(std::size_t index, std::size_t file) const {
    const auto folder = folder_of(inputs_[index].neutral);
    const auto& neutral = inputs_[file].neutral;
    if (!neutral.starts_with(folder)) return std::nullopt;
    auto id = neutral.substr(folder.size());
    std::size_t components = 1;
    std::size_t characters = 0;
    for (auto& letter : id) {
        ++characters;
        if (letter != '/') {
            if (characters > kMostCharacters) return std::nullopt;
            continue;
        }
        letter = '\\';
        characters = 0;
        ++components;
    }
    return components <= kMostComponents ? std::optional{std::move(id)} : std::nullopt;
}

}  // namespace medal::imaging::deid
