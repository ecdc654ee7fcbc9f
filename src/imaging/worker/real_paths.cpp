#include "imaging/worker/real_paths.h"

#include "base/encoding.h"
#include "base/text.h"
#include "imaging/byte_reader.h"

#include <sys/stat.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFolders = 256;

fs::path resolved(const fs::path& path) {
    std::error_code error;
    auto real = fs::weakly_canonical(path, error);
    return error ? path : real;
}

/// No real path begins with it.
constexpr std::string_view kHexMark = "\x01hex:";

}  // namespace

std::string path_to_wire(const std::string& path) {
    return base::is_utf8(path) ? path : std::string{kHexMark} + base::hex(base::bytes_of(path));
}

std::string path_from_wire(const std::string& text) {
    if (!text.starts_with(kHexMark)) return text;
    const auto bytes = base::from_hex(std::string_view{text}.substr(kHexMark.size()));
    return bytes ? std::string{text_of(*bytes)} : text;
}

std::string RealPaths::folder(const fs::path& path) {
    const std::lock_guard guard{lock_};
    if (folders_.size() >= kMostFolders) folders_.clear();
    auto [found, is_new] = folders_.try_emplace(path.string());
    if (is_new) found->second = resolved(path).string();
    return found->second;
}

std::string RealPaths::find_new(const fs::path& path) {
    const auto name = path.filename();
    if (!path.has_parent_path() || name.empty() || name == "." || name == "..") return find(path).path;
    return folder(path.parent_path()) + "/" + name.string();
}

Place RealPaths::find(const fs::path& path) {
    const auto name = path.filename();
    struct stat status {};
    if (path.has_parent_path() && !name.empty() && name != "." && name != "..") {
        const auto inside = folder(path.parent_path()) + "/" + name.string();
        if (lstat(inside.c_str(), &status) != 0) return {inside, 0};
        if (!S_ISLNK(status.st_mode)) return {inside, static_cast<std::uint64_t>(status.st_size)};
    }
    const auto real = resolved(path);
    if (stat(real.c_str(), &status) != 0) return {real.string(), 0};
    return {real.string(), static_cast<std::uint64_t>(status.st_size)};
}

}  // namespace medal::imaging::worker
