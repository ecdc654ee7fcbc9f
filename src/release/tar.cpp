#include "release/tar.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <memory>

namespace medal::release {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMaxName = 100;

using Header = std::array<char, kBlock>;

void put(Header& header, std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
}

// Field offsets of the ustar header block.
std::string header_of(const std::string& name, std::int64_t bytes, base::Instant modified_at) {
    if (name.size() > kMaxName) base::fail_internal("a path of a release is too long for TAR");
    Header header{};
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, fmt::format("{:011o}", bytes));
    put(header, 136, fmt::format("{:011o}", modified_at.microseconds / base::kSecond_us));
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257,
        std::string_view{"ustar\0"
                         "00",
                         8});
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(header, 148, fmt::format("{:06o}", sum));
    header[154] = '\0';
    header[155] = ' ';
    return {header.data(), header.size()};
}

std::size_t padding_of(std::int64_t bytes) {
    return (kBlock - static_cast<std::size_t>(bytes) % kBlock) % kBlock;
}

// Goes through the files; `pending_` is text that waits to be sent, `file_` the bytes behind it.
class TarStream {
  public:
    TarStream(blob::Store& blobs, std::vector<FileRow> files, std::string folder, base::Instant modified_at)
        : blobs_(blobs), files_(std::move(files)), folder_(std::move(folder)), modified_at_(modified_at) {}

    std::size_t read(std::span<std::byte> space) {
        std::size_t filled = 0;
        while (filled < space.size() && step()) {
            const auto room = space.size() - filled;
            if (!pending_.empty()) {
                const auto length = std::min(room, pending_.size());
                const auto bytes = base::bytes_of(std::string_view{pending_}.substr(0, length));
                std::copy(bytes.begin(), bytes.end(), space.begin() + static_cast<std::ptrdiff_t>(filled));
                pending_.erase(0, length);
                filled += length;
            } else {
                filled += read_file(space.subspan(filled, room));
            }
        }
        return filled;
    }

  private:
    // True while there is something to send.
    bool step() {
        if (!pending_.empty() || left_in_file_ > 0) return true;
        if (next_ < files_.size()) {
            open(files_[next_++]);
            return true;
        }
        if (is_ended_) return false;
        is_ended_ = true;
        pending_.assign(2 * kBlock, '\0');
        return true;
    }

    void open(const FileRow& file) {
        const auto path = blobs_.local_path(file.sha256);
        if (!path) base::fail_internal("a file of a release is not in the store");
        pending_ = header_of(folder_ + "/" + file.path, file.bytes, modified_at_);
        file_ = std::ifstream{*path, std::ios::binary};
        left_in_file_ = static_cast<std::size_t>(file.bytes);
        padding_ = padding_of(file.bytes);
        if (left_in_file_ == 0) pending_ += std::string(padding_, '\0');
    }

    std::size_t read_file(std::span<std::byte> space) {
        const auto wanted = std::min(space.size(), left_in_file_);
        file_.read(reinterpret_cast<char*>(space.data()), static_cast<std::streamsize>(wanted));
        if (static_cast<std::size_t>(file_.gcount()) != wanted)
            base::fail_internal("a stored file is shorter than it was");
        left_in_file_ -= wanted;
        if (left_in_file_ == 0) pending_ = std::string(padding_, '\0');
        return wanted;
    }

    blob::Store& blobs_;
    std::vector<FileRow> files_;
    std::string folder_;
    base::Instant modified_at_;
    std::size_t next_ = 0;
    std::string pending_;
    std::ifstream file_;
    std::size_t left_in_file_ = 0;
    std::size_t padding_ = 0;
    bool is_ended_ = false;
};

}  // namespace

std::uint64_t tar_size(const std::vector<FileRow>& files) {
    std::uint64_t size = 2 * kBlock;
    for (const auto& file : files)
        size += kBlock + static_cast<std::uint64_t>(file.bytes) + padding_of(file.bytes);
    return size;
}

std::function<std::size_t(std::span<std::byte>)> tar_stream(blob::Store& blobs, std::vector<FileRow> files,
                                                            std::string folder, base::Instant modified_at) {
    auto stream = std::make_shared<TarStream>(blobs, std::move(files), std::move(folder), modified_at);
    return [stream](std::span<std::byte> space) { return stream->read(space); };
}

}  // namespace medal::release
