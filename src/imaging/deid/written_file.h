// A file that was just written, read back from where it lies: small ones into memory, which costs less than
// to map them; large ones mapped, so that memory does not follow the size of the file.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/deid/new_file.h"
#include "imaging/mapped_file.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>

namespace medal::imaging::deid {

class WrittenFile {
  public:
    /// Throws base::Error "imaging.unreadable".
    explicit WrittenFile(const NewFile& file);
    explicit WrittenFile(const std::filesystem::path& path) : mapped_(path) {}

    Bytes bytes() const noexcept { return mapped_ ? mapped_->bytes() : Bytes{read_.get(), read_bytes_}; }
    /// As of MappedFile.
    void release(Bytes part) const noexcept {
        if (mapped_) mapped_->release(part);
    }

  private:
    bool read_whole(int fd);

    std::unique_ptr<std::byte[]> read_;
    std::size_t read_bytes_ = 0;
    std::optional<MappedFile> mapped_;
};

}  // namespace medal::imaging::deid
