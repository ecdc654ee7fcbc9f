#include "imaging/folder_walk.h"

#include <algorithm>
#include <iterator>
#include <system_error>

namespace medal::imaging {
namespace {

namespace fs = std::filesystem;

class Walk {
  public:
    explicit Walk(const fs::path& without) : without_(without) {}

    std::vector<FoundFile> below(const fs::path& folder) {
        waiting_.push_back(folder);
        while (!waiting_.empty()) {
            const auto next = std::move(waiting_.back());
            waiting_.pop_back();
            list(next);
        }
        std::sort(found_.begin(), found_.end(),
                  [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
        return std::move(found_);
    }

  private:
    void list(const fs::path& folder) {
        std::error_code failed;
        auto at = fs::directory_iterator{folder, failed};
        for (; !failed && at != fs::directory_iterator{}; at.increment(failed)) add(*at);
        if (failed) {
            found_.push_back({folder, refusal("input.unreadable", "The folder cannot be read to its end.")});
        }
    }

    void add(const fs::directory_entry& entry) {
        std::error_code failed;
        const auto type = entry.symlink_status(failed).type();
        if (type == fs::file_type::regular) {
            found_.push_back({entry.path()});
        } else if (type == fs::file_type::directory) {
            if (!is_left_out(entry.path())) waiting_.push_back(entry.path());
        } else if (type == fs::file_type::symlink) {
            found_.push_back({entry.path(), refusal("input.link",
                                                    "This is a link, and links are not followed; give the "
                                                    "file or folder that it names by itself.")});
        } else {
            found_.push_back(
                {entry.path(), refusal("input.device", "This is no file but a device or pipe.")});
        }
    }

    bool is_left_out(const fs::path& folder) const {
        std::error_code failed;
        return !without_.empty() && fs::equivalent(folder, without_, failed);
    }

    const fs::path& without_;
    std::vector<fs::path> waiting_;
    std::vector<FoundFile> found_;
};

}  // namespace

std::vector<FoundFile> walk_folder(const fs::path& folder, const fs::path& without) {
    return Walk{without}.below(folder);
}

std::vector<FoundFile> files_of(const std::vector<fs::path>& given, const fs::path& without) {
    std::vector<FoundFile> files;
    for (const auto& path : given) {
        std::error_code failed;
        if (!fs::is_directory(path, failed)) {
            files.push_back({path});
            continue;
        }
        auto below = walk_folder(path, without);
        files.insert(files.end(), std::move_iterator{below.begin()}, std::move_iterator{below.end()});
    }
    return files;
}

}  // namespace medal::imaging
