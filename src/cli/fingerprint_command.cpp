#include "base/error.h"
#include "base/json.h"
#include "cli/imaging_command.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/similar/index.h"
#include "imaging/worker/crew.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;
namespace similar = imaging::similar;

/// One line of a fingerprint list: tab separated, no names unless asked for.
struct Listed {
    std::string name;
    similar::Fingerprint fingerprint;
};

struct PairFound {
    std::string first;
    std::string second;
    bool same_pixels = false;
    std::uint64_t distance = 0;
};
BOOST_DESCRIBE_STRUCT(PairFound, (), (first, second, same_pixels, distance))

struct PairsFound {
    std::vector<PairFound> pairs;
    std::uint64_t files = 0;
};
BOOST_DESCRIBE_STRUCT(PairsFound, (), (pairs, files))

struct FingerprintOptions {
    std::vector<std::string> inputs;
    std::string list;
    unsigned distance = 4;
    bool json = false;
};

std::vector<fs::path> files_of(const std::vector<std::string>& inputs) {
    std::vector<fs::path> files;
    for (const auto& input : inputs) {
        if (!fs::is_directory(input)) {
            files.emplace_back(input);
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(input)) {
            if (entry.is_regular_file()) files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Files that cannot be read are named on stderr and counted.
std::vector<Listed> fingerprints_of(const std::vector<std::string>& inputs, std::size_t& failed) {
    std::vector<Listed> listed;
    imaging::worker::Crew crew{{.readable = {inputs.begin(), inputs.end()}, .writable = {}}};
    for (const auto& path : files_of(inputs)) {
        try {
            listed.push_back({path.string(), crew.fingerprint(path)});
        } catch (const base::Error& error) {
            std::cerr << path.string() << ": " << error.message() << '\n';
            ++failed;
        }
    }
    return listed;
}

Exit fingerprint(const FingerprintOptions& options) {
    std::size_t failed = 0;
    const auto listed = fingerprints_of(options.inputs, failed);
    for (const auto& entry : listed) {
        if (options.json) {
            std::cout << base::to_json(entry.fingerprint) << '\n';
        } else {
            const auto& print = entry.fingerprint;
            std::cout << print.sha256_pixels << '\t' << print.phash << '\t' << print.dhash << '\t'
                      << entry.name << '\n';
        }
    }
    if (listed.empty()) return Exit::failed;
    return failed == 0 ? Exit::done : Exit::partly;
}

std::vector<Listed> read_list(const std::string& path) {
    std::vector<Listed> listed;
    std::ifstream file{path};
    std::string sha, phash, dhash, name;
    while (std::getline(file, sha, '\t') && std::getline(file, phash, '\t') &&
           std::getline(file, dhash, '\t') && std::getline(file, name)) {
        listed.push_back({name, {sha, phash, dhash}});
    }
    return listed;
}

std::uint64_t number_of(const std::string& hex) {
    try {
        return std::stoull(hex, nullptr, 16);
    } catch (const std::exception&) {
        throw base::Error{base::ErrorKind::invalid, "usage.list", "The fingerprint list is damaged."};
    }
}

Exit duplicates(const FingerprintOptions& options) {
    std::size_t failed = 0;
    auto known = options.list.empty() ? std::vector<Listed>{} : read_list(options.list);
    const auto first_new = known.size();
    for (auto& entry : fingerprints_of(options.inputs, failed)) known.push_back(std::move(entry));
    similar::HashIndex index;
    PairsFound found;
    found.files = known.size() - first_new;
    for (std::size_t i = 0; i < known.size(); ++i) {
        const auto hash = number_of(known[i].fingerprint.phash);
        for (const auto& hit :
             i < first_new ? std::vector<similar::HashIndex::Hit>{} : index.find(hash, options.distance)) {
            const bool same = known[i].fingerprint.sha256_pixels == known[hit.id].fingerprint.sha256_pixels;
            found.pairs.push_back({known[hit.id].name, known[i].name, same, hit.distance});
        }
        index.add(hash, static_cast<std::uint32_t>(i));
    }
    if (options.json) {
        std::cout << base::to_json(found) << '\n';
    } else {
        for (const auto& pair : found.pairs) {
            std::cout << pair.first << '\t' << pair.second << '\t'
                      << (pair.same_pixels ? "same pixels"
                                           : "similar, distance " + std::to_string(pair.distance))
                      << '\n';
        }
    }
    return failed == 0 ? Exit::done : Exit::partly;
}

}  // namespace

void add_fingerprint(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<FingerprintOptions>();
    auto* command =
        root.add_subcommand("fingerprint", "Print what identifies an image by its look, not its content.");
    command->add_option("input", options->inputs, "Images or folders")->required()->check(CLI::ExistingPath);
    command->add_flag("--json", options->json, "One JSON object an image");
    command->footer(
        "Example: medal fingerprint public-data/ > list\n         medal fingerprint ct.dcm --json");
    command->callback(
        [options, &dispatch] { dispatch.action = [options] { return fingerprint(*options); }; });
}

void add_duplicates(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<FingerprintOptions>();
    auto* command =
        root.add_subcommand("duplicates", "Find images that occur twice, or in a list of known ones.");
    command->add_option("input", options->inputs, "Images or folders")->required()->check(CLI::ExistingPath);
    command->add_option("--list", options->list, "List made by medal fingerprint")->check(CLI::ExistingFile);
    command->add_option("--distance", options->distance, "Bits that may differ")->check(CLI::Range(0, 7));
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example: medal duplicates new/ --list public.tsv --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return duplicates(*options); }; });
}

}  // namespace medal::cli
