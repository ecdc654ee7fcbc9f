#include "base/error.h"
#include "base/json.h"
#include "cli/imaging_command.h"
#include "cli/show_view.h"
#include "imaging/folder_walk.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/similar/index.h"
#include "imaging/similar/list.h"
#include "imaging/similar/look_index.h"
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

/// Files that cannot be read are named on stderr and counted.
std::vector<Listed> fingerprints_of(const std::vector<std::string>& inputs, std::size_t& failed) {
    std::vector<Listed> listed;
    imaging::worker::Crew crew{{.readable = {inputs.begin(), inputs.end()}, .writable = {}}};
    const auto fail = [&](const fs::path& path, const std::string& message) {
        std::cerr << path.string() << ": " << message << '\n';
        ++failed;
    };
    for (const auto& [path, unread] : imaging::files_of({inputs.begin(), inputs.end()})) {
        if (unread) {
            fail(path, unread->message);
            continue;
        }
        try {
            listed.push_back({path.string(), crew.fingerprint(path)});
        } catch (const base::Error& error) {
            fail(path, error.message());
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
            std::cout << similar::line_of(entry.fingerprint, entry.name) << '\n';
        }
    }
    if (listed.empty()) return Exit::failed;
    return failed == 0 ? Exit::done : Exit::partly;
}

std::vector<similar::ListLine> read_list(const std::string& path) {
    std::vector<similar::ListLine> lines;
    std::ifstream file{path};
    std::string text;
    while (std::getline(file, text)) {
        auto line = similar::line_in(text);
        if (!line) {
            throw base::Error{
                base::ErrorKind::invalid, "usage.list",
                "The fingerprint list is damaged at line " + std::to_string(lines.size() + 1) + "."};
        }
        lines.push_back(std::move(*line));
    }
    return lines;
}

/// What was given so far, by the look of the whole and of its parts.
class Known {
  public:
    explicit Known(unsigned distance) : distance_(distance) {}

    void add(similar::ListLine line) {
        const auto number = static_cast<std::uint32_t>(lines_.size());
        by_whole_.add(line.phash, number);
        by_parts_.add(line.looks, number);
        lines_.push_back(std::move(line));
    }
    void find(const similar::ListLine& line, std::vector<PairFound>& pairs) const {
        auto wholes = by_whole_.find(line.phash, distance_);
        // Images without any step of brightness are like each other, whatever else they show.
        std::erase_if(wholes, [&](const auto& hit) {
            const auto& other = lines_[hit.id];
            return (line.dhash == 0 || other.dhash == 0) && line.pixels != other.pixels;
        });
        // Looks at parts hold to their steps besides, and may be farther apart.
        const auto in_parts = by_parts_.find(line.looks, std::min(distance_ + 2, 7U));
        for (const auto& hit : similar::joined(std::move(wholes), in_parts)) {
            const auto& other = lines_[hit.id];
            pairs.push_back({other.path, line.path, line.pixels == other.pixels, hit.distance});
        }
    }

  private:
    unsigned distance_;
    std::vector<similar::ListLine> lines_;
    similar::HashIndex by_whole_;
    similar::LookIndex by_parts_;
};

void print(const PairsFound& found) {
    for (const auto& pair : found.pairs) {
        std::cout << pair.first << '\t' << pair.second << '\t'
                  << (pair.same_pixels ? "same pixels" : "similar, distance " + std::to_string(pair.distance))
                  << '\n';
    }
}

Exit duplicates(const FingerprintOptions& options) {
    std::size_t failed = 0;
    Known known{options.distance};
    if (!options.list.empty()) {
        for (auto& line : read_list(options.list)) known.add(std::move(line));
    }
    PairsFound found;
    for (const auto& [name, fingerprint] : fingerprints_of(options.inputs, failed)) {
        auto line = similar::line_in(similar::line_of(fingerprint, ""));
        if (!line)
            throw base::Error{base::ErrorKind::internal, "fingerprint.form", "A fingerprint is damaged."};
        line->path = name;
        known.find(*line, found.pairs);
        known.add(std::move(*line));
        ++found.files;
    }
    show_view(found, output_of(options.json), print);
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
    command->add_option("--distance", options->distance, "Bits that may differ in the whole")
        ->check(CLI::Range(0, 7));
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example: medal duplicates new/ --list public.tsv --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return duplicates(*options); }; });
}

}  // namespace medal::cli
