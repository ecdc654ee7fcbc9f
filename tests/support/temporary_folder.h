// Where a test writes: an empty folder that no other test, process or run has.
#pragma once

#include <filesystem>
#include <string_view>

namespace medal::testing {

/// A folder that lives as long as the object. Its path has no symbolic links.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }
    /// Makes or replaces a file, and the folders that it lies in; tells its path.
    std::filesystem::path write(const std::filesystem::path& name, std::string_view bytes) const;

  private:
    std::filesystem::path path_;
};

}  // namespace medal::testing
