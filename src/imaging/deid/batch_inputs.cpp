#include "imaging/deid/batch_inputs.h"

#include "base/error.h"
#include "imaging/archive.h"
#include "imaging/file_kind.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"

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

class Finder {
  public:
    explicit Finder(const fs::path& quarantine) : quarantine_(quarantine) {}

    void add(const fs::path& given) {
        std::error_code error;
        if (!fs::is_directory(given, error)) return add_file(given, given.string(), "");
        std::vector<fs::path> files;
        for (auto at = fs::recursive_directory_iterator{given, fs::directory_options::skip_permission_denied,
                                                        error};
             at != fs::recursive_directory_iterator{}; at.increment(error)) {
            if (at->is_regular_file(error) && !at->is_symlink(error)) files.push_back(at->path());
        }
        std::sort(files.begin(), files.end());
        for (const auto& file : files) {
            add_file(file, file.string(), file.parent_path().lexically_relative(given).string() + "/");
        }
    }
    std::vector<BatchInput> take() { return std::move(inputs_); }

  private:
    void add_file(const fs::path& file, const std::string& label, const std::string& folder) {
        try {
            const MappedFile mapped{file};
            const auto kind = detect_kind(mapped.bytes());
            const bool packed_tar =
                kind == FileKind::gzip && detect_gzipped_kind(mapped.bytes()) == FileKind::tar;
            if (kind == FileKind::zip || kind == FileKind::tar || packed_tar) {
                return add_archive(mapped.bytes(), label, folder);
            }
            inputs_.push_back({file, label, names_.place(folder + "file"), std::nullopt});
        } catch (const base::Error& error) {
            refuse(file, label, folder, refusal(error.code(), error.message()));
        }
    }

    void add_archive(Bytes bytes, const std::string& label, const std::string& folder) {
        Findings findings;
        check_archive(bytes, findings);
        if (refuses(findings)) return refuse({}, label, folder, findings.front());
        const auto place = quarantine_ / fmt::format("archive-{:04}", ++archives_);
        const auto members = unpack_archive(bytes, place);
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (members[i].bytes == 0) continue;
            const auto& name = members[i].name;
            const auto bar = name.rfind('/');
            const auto inside = bar == std::string::npos ? std::string{} : name.substr(0, bar + 1);
            inputs_.push_back({place / fmt::format("{:06}", i + 1), label + "!" + name,
                               names_.place(folder + label + "/" + inside + "file"), std::nullopt});
        }
    }

    void refuse(const fs::path& file, const std::string& label, const std::string& folder, Finding finding) {
        inputs_.push_back({file, label, names_.place(folder + "file"), std::move(finding)});
    }

    fs::path quarantine_;
    NeutralNames names_;
    std::size_t archives_ = 0;
    std::vector<BatchInput> inputs_;
};

}  // namespace

std::vector<BatchInput> find_inputs(const std::vector<fs::path>& given, const fs::path& quarantine) {
    Finder finder{quarantine};
    for (const auto& path : given) finder.add(path);
    return finder.take();
}

}  // namespace medal::imaging::deid
