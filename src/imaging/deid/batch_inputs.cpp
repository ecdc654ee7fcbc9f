#include "imaging/deid/batch_inputs.h"

#include "imaging/deid/in_parallel.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

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
            folder += fmt::format("d{:03}/", number);
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
};

std::vector<Given> walk(const std::vector<fs::path>& given) {
    std::vector<Given> found;
    std::error_code error;
    for (const auto& path : given) {
        if (!fs::is_directory(path, error)) {
            found.push_back({path, path.string(), ""});
            continue;
        }
        std::vector<fs::path> files;
        for (auto at =
                 fs::recursive_directory_iterator{path, fs::directory_options::skip_permission_denied, error};
             at != fs::recursive_directory_iterator{}; at.increment(error)) {
            if (at->is_regular_file(error) && !at->is_symlink(error)) files.push_back(at->path());
        }
        std::sort(files.begin(), files.end());
        for (const auto& file : files) {
            const auto inside = file.parent_path().lexically_relative(path).string();
            found.push_back({file, file.string(), inside + "/"});
        }
    }
    return found;
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
            inputs_.push_back({given.file, given.label, names_.place(given.folder + "file"),
                               std::move(opened.refused), std::move(opened.collected)});
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
                               given.label + "!" + name,
                               names_.place(given.folder + given.label + "/" + inside + "file"),
                               {},
                               {}});
        }
    }

    /// An archive inside an archive was refused with the outer one; what looks like one is an unknown kind.
    std::vector<BatchInput> finish(FileWork& work, unsigned jobs) {
        in_parallel(unopened_.size(), jobs, [&](std::size_t i) {
            auto& input = inputs_[unopened_[i]];
            auto opened = work.open(input.file, quarantine_ / fmt::format("inner-{:06}", i + 1));
            input.collected = std::move(opened.collected);
            input.refused = std::move(opened.refused);
            if (opened.members) {
                input.refused = refusal("archive.nested", "There is an archive inside an archive.");
            }
        });
        return std::move(inputs_);
    }

  private:
    fs::path quarantine_;
    NeutralNames names_;
    std::vector<BatchInput> inputs_;
    std::vector<std::size_t> unopened_;
};

}  // namespace

std::vector<BatchInput> find_inputs(const std::vector<fs::path>& given, const fs::path& quarantine,
                                    FileWork& work, unsigned jobs) {
    const auto files = walk(given);
    Collector collector{quarantine};
    std::vector<OpenedInput> opened(files.size());
    in_parallel(files.size(), jobs,
                [&](std::size_t i) { opened[i] = work.open(files[i].file, collector.place(i)); });
    for (std::size_t i = 0; i < files.size(); ++i) collector.add(files[i], std::move(opened[i]), i);
    return collector.finish(work, jobs);
}

}  // namespace medal::imaging::deid
