#include "imaging/deid/batch_inputs.h"

#include "base/text.h"
#include "imaging/deid/file_groups.h"
#include "imaging/deid/in_parallel.h"
#include "imaging/deid/slide_sets.h"
#include "imaging/dicom/directory.h"
#include "imaging/folder_walk.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <set>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

/// Numbers for folder and file names, in the order in which they are met; the same name is the same number.
class NeutralNames {
  public:
    std::string place(const std::string& path) {
        std::string neutral;
        std::string folder;
        std::size_t begin = 0;
        for (auto bar = path.find('/'); bar != std::string::npos; bar = path.find('/', begin)) {
            const auto name = path.substr(begin, bar - begin);
            begin = bar + 1;
            if (name.empty() || name == ".") continue;
            auto& inside = folders_[folder];
            const auto number = inside.emplace(name, inside.size() + 1).first->second;
            folder += fmt::format("D{:03}/", number);
        }
        neutral = folder + fmt::format("{:06}", ++files_[folder]);
        return neutral;
    }

  private:
    std::map<std::string, std::map<std::string, std::size_t>> folders_;
    std::map<std::string, std::size_t> files_;
};

struct Given {
    fs::path file;
    std::string label;
    /// Below which the file is shown, with the bar at its end; empty for a file given by itself.
    std::string folder;
    std::string tree;
    std::string place;
    /// Set for what is not even opened.
    std::optional<Finding> refused;
};

std::vector<Given> walk(const std::vector<fs::path>& given, const fs::path& without) {
    std::vector<Given> found;
    std::error_code error;
    for (const auto& path : given) {
        const auto tree = fmt::format("given {}", found.size());
        if (!fs::is_directory(path, error)) {
            found.push_back({path, path.string(), "", tree, path.filename().string(), {}});
            continue;
        }
        for (auto& [file, refused] : walk_folder(path, without)) {
            const auto inside = file.parent_path().lexically_relative(path).string();
            found.push_back({file, file.string(), inside + "/", tree, file.lexically_relative(path).string(),
                             std::move(refused)});
        }
    }
    return found;
}

/// What a DICOMDIR that was given by itself lists of its folder. Its names are compared with files that are
/// there; none of them is ever opened by name.
std::vector<Given> beside(const Given& index, const Collected& collected, const std::set<fs::path>& known) {
    const auto& listed = collected.listed_files->reveal_identifier();
    const std::set<std::string> wanted{listed.begin(), listed.end()};
    const auto parent = index.file.parent_path();
    const auto folder = parent.empty() ? fs::path{"."} : parent;
    std::vector<Given> found;
    for (auto& [file, refused] : wanted.empty() ? std::vector<FoundFile>{} : walk_folder(folder)) {
        const auto place = file.lexically_relative(folder);
        if (!wanted.contains(dicom::file_key(place.string())) || known.contains(file.lexically_normal()))
            continue;
        found.push_back({file, file.string(), place.parent_path().string() + "/", index.tree, place.string(),
                         std::move(refused)});
    }
    return found;
}

std::vector<OpenedInput> open_all(const std::vector<OpenTask>& tasks, FileWork& work, unsigned jobs) {
    std::vector<OpenedInput> opened(tasks.size());
    const auto groups = file_groups(tasks.size(), jobs, [](std::size_t) { return 0; });
    in_parallel(groups.size(), jobs, [&](std::size_t i) {
        const auto first = static_cast<std::ptrdiff_t>(groups[i].front());
        auto some = work.open({tasks.begin() + first, groups[i].size()});
        std::move(some.begin(), some.end(), opened.begin() + first);
    });
    return opened;
}

/// Members of archives stand where the archive stood.
class Collector {
  public:
    explicit Collector(fs::path quarantine) : quarantine_(std::move(quarantine)) {}

    fs::path place(std::size_t number) const {
        return quarantine_ / fmt::format("archive-{:04}", number + 1);
    }

    void add(const Given& given, OpenedInput opened, std::size_t number) {
        if (!opened.members) {
            inputs_.push_back({given.file, printable(given.label), names_.place(given.folder + "file"),
                               given.tree, given.place, std::move(opened.refused),
                               std::move(opened.collected)});
            inputs_.back().origin.given = given.file;
            return;
        }
        const auto& members = *opened.members;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (members[i].bytes == 0) continue;
            const auto& name = members[i].name;
            const auto bar = name.rfind('/');
            const auto inside = bar == std::string::npos ? std::string{} : name.substr(0, bar + 1);
            unopened_.push_back(inputs_.size());
            inputs_.push_back({place(number) / fmt::format("{:06}", i + 1),
                               printable(given.label + "!" + name),
                               names_.place(given.folder + given.label + "/" + inside + "file"),
                               fmt::format("archive {}", number), name});
            inputs_.back().is_member = true;
            inputs_.back().origin = {given.file, i + 1};
        }
    }

    /// An archive inside an archive was refused with the outer one; what looks like one is an unknown kind.
    std::vector<BatchInput> finish(FileWork& work, unsigned jobs) {
        std::vector<OpenTask> tasks;
        for (std::size_t i = 0; i < unopened_.size(); ++i) {
            tasks.push_back({inputs_[unopened_[i]].file, quarantine_ / fmt::format("inner-{:06}", i + 1)});
        }
        auto opened = open_all(tasks, work, jobs);
        for (std::size_t i = 0; i < unopened_.size(); ++i) {
            auto& input = inputs_[unopened_[i]];
            input.collected = std::move(opened[i].collected);
            input.refused = std::move(opened[i].refused);
            if (opened[i].members) {
                input.refused = refusal("archive.nested", "There is an archive inside an archive.");
            }
        }
        return std::move(inputs_);
    }

  private:
    fs::path quarantine_;
    NeutralNames names_;
    std::vector<BatchInput> inputs_;
    std::vector<std::size_t> unopened_;
};

void add_listed(std::vector<Given>& files, const std::vector<OpenedInput>& opened) {
    std::set<fs::path> known;
    for (const auto& file : files) known.insert(file.file.lexically_normal());
    for (std::size_t i = 0; i < opened.size(); ++i) {
        if (!files[i].folder.empty() || !opened[i].collected.listed_files) continue;
        for (auto& more : beside(files[i], opened[i].collected, known)) {
            known.insert(more.file.lexically_normal());
            files.push_back(std::move(more));
        }
    }
}

}  // namespace

std::string printable(std::string_view name) {
    if (base::is_utf8(name)) return std::string{name};
    std::string text;
    for (const char c : name) {
        const auto code = static_cast<unsigned char>(c);
        text += code < 0x80 ? std::string{c} : fmt::format("\\x{:02X}", code);
    }
    return text;
}

std::vector<BatchInput> find_inputs(const std::vector<fs::path>& given, const InputPlaces& places,
                                    FileWork& work, unsigned jobs) {
    auto files = walk(given, places.without);
    Collector collector{places.quarantine};
    std::vector<OpenedInput> opened;
    const auto open_rest = [&] {
        std::vector<OpenTask> tasks;
        std::vector<std::size_t> numbers;
        for (auto i = opened.size(); i < files.size(); ++i) {
            if (files[i].refused) continue;
            tasks.push_back({files[i].file, collector.place(i)});
            numbers.push_back(i);
        }
        opened.resize(files.size());
        auto more = open_all(tasks, work, jobs);
        for (std::size_t k = 0; k < numbers.size(); ++k) opened[numbers[k]] = std::move(more[k]);
    };
    open_rest();
    add_listed(files, opened);
    open_rest();
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].refused) opened[i].refused = std::move(files[i].refused);
    }
    for (std::size_t i = 0; i < files.size(); ++i) collector.add(files[i], std::move(opened[i]), i);
    auto inputs = collector.finish(work, jobs);
    join_slide_sets(inputs);
    return inputs;
}

}  // namespace medal::imaging::deid
