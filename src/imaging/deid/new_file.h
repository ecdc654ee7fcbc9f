// A file on its way: written beside the place where it shall stand, and gone again unless it takes that
// place. So nobody ever meets a half-written file under a final name, or one that was not looked at again.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

struct iovec;

namespace medal::imaging::deid {

class NewFile {
  public:
    /// Writes to `place` + ".part", readable by its owner only. Throws base::Error "imaging.write".
    explicit NewFile(const std::filesystem::path& place);
    ~NewFile();
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;

    void write(std::vector<iovec> pieces);
    /// How many bytes of another file the kernel copied; it cannot between some file systems, or out of some.
    std::size_t copy(int source, std::size_t offset, std::size_t size);

    /// Open for reading, too.
    int descriptor() const noexcept { return fd_; }
    const std::filesystem::path& path() const noexcept { return path_; }

    /// Replaces what stands there. To be called once, and nothing after it.
    void take_place();

  private:
    std::filesystem::path place_;
    std::filesystem::path path_;
    int fd_;
};

}  // namespace medal::imaging::deid
