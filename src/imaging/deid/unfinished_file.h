// A file beside a result, on the way to it. Its name goes with this object; what was mapped meanwhile stays
// readable. Of a process that is stopped it leaves a name that ends in ".part", which no result has and which
// whoever started the process takes away (worker/crew_batch.cpp).
#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

namespace medal::imaging::deid {

class UnfinishedFile {
  public:
    /// Called `stem` + "." + `what` + ".part".
    UnfinishedFile(const std::filesystem::path& stem, std::string_view what) : path_(stem) {
        path_ += '.';
        path_ += what;
        path_ += ".part";
    }
    ~UnfinishedFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace medal::imaging::deid
