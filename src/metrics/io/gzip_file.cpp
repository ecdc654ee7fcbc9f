#include "metrics/io/gzip_file.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <zlib.h>

namespace medal::metrics {
namespace {

/// Deflate cannot expand a byte to more than this (RFC 1951: 258 bytes for two bits).
constexpr std::uint64_t kMostExpansion = 1032;
/// Extensions and padding behind the voxels.
constexpr std::uint64_t kMostBehind = std::uint64_t{64} << 20U;
constexpr unsigned kBufferBytes = 1U << 18U;

}  // namespace

void GzipFile::Close::operator()(void* handle) const noexcept {
    gzclose(static_cast<gzFile>(handle));
}

GzipFile::GzipFile(const std::filesystem::path& path) : name_(path.filename().string()) {
    std::error_code fault;
    const std::uintmax_t size = std::filesystem::file_size(path, fault);
    if (!fault) handle_.reset(gzopen(path.c_str(), "rb"));
    if (fault || handle_ == nullptr) {
        throw base::Error(base::ErrorKind::not_found, "image.unreadable",
                          fmt::format("{} cannot be read.", name_),
                          {.hint = "Check the path and its permissions."});
    }
    gzbuffer(static_cast<gzFile>(handle_.get()), kBufferBytes);
    most_bytes_ = size * kMostExpansion;
}

void GzipFile::read(std::span<std::byte> out) {
    constexpr std::size_t kStep = std::size_t{1} << 26U;
    while (!out.empty()) {
        const std::size_t wanted = std::min(out.size(), kStep);
        const int got = gzread(static_cast<gzFile>(handle_.get()), out.data(), static_cast<unsigned>(wanted));
        if (got <= 0) fail_damaged("ends before its image does");
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

void GzipFile::skip(std::uint64_t byte_count) {
    std::array<std::byte, 4096> discarded{};
    while (byte_count > 0) {
        const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(byte_count, discarded.size()));
        read(std::span(discarded).first(part));
        byte_count -= part;
    }
}

void GzipFile::require_whole() {
    auto* const file = static_cast<gzFile>(handle_.get());
    if (gzdirect(file) != 0) return;
    std::array<std::byte, 4096> rest{};
    std::uint64_t left = kMostBehind;
    int got = 0;
    while (left > 0 && (got = gzread(file, rest.data(), static_cast<unsigned>(rest.size()))) > 0)
        left -= std::min(left, static_cast<std::uint64_t>(got));
    int fault = Z_OK;
    gzerror(file, &fault);
    if (got < 0 || fault != Z_OK) fail_damaged("is damaged: its checksum does not hold");
    if (left == 0) fail_damaged("holds far more than its image");
}

void GzipFile::fail_damaged(std::string what) const {
    throw base::Error(base::ErrorKind::invalid, "image.damaged", fmt::format("{} {}.", name_, what),
                      {.hint = "Export the image again; it must be one NIfTI-1 or NIfTI-2 file."});
}

}  // namespace medal::metrics
