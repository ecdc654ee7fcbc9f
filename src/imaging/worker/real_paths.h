// The paths under which sandboxed workers know files: real ones, without links. Folders are looked up once
// for all their files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

namespace medal::imaging::worker {

struct Place {
    std::string path;
    /// 0 where there is no file.
    std::uint64_t bytes = 0;
};

/// Questions are JSON, which holds UTF-8 only, and a file's name holds any bytes.
std::string path_to_wire(const std::string& path);
std::string path_from_wire(const std::string& text);

class RealPaths {
  public:
    /// What does not exist keeps the name it has: whoever opens it says so. From any thread.
    Place find(const std::filesystem::path& path);
    /// Of what shall be made: only its folder is looked up.
    std::string find_new(const std::filesystem::path& path);

  private:
    std::string folder(const std::filesystem::path& path);

    std::mutex lock_;
    std::map<std::string, std::string> folders_;
};

}  // namespace medal::imaging::worker
