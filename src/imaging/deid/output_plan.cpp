#include "imaging/deid/output_plan.h"

#include "imaging/byte_writer.h"
#include "imaging/deid/passed.h"

#include <algorithm>
#include <array>
#include <sys/uio.h>

namespace medal::imaging::deid {
namespace {

constexpr std::size_t kCopyBelowBytes = 4096;
constexpr std::array<std::byte, 1 << 16> kZeros{};
/// Below, one more system call costs more than the pages that it does not touch.
constexpr std::size_t kCopyInKernelBytes = 64UL << 10;

/// Writes bytes in large steps, or has the kernel copy them.
class Steps {
  public:
    Steps(NewFile& file, const MappedFile* source) : file_(file), source_(source) {}

    void add(Bytes bytes) {
        bytes = bytes.subspan(copy_in_kernel(bytes));
        while (!bytes.empty()) {
            const auto part = bytes.first(std::min(bytes.size(), kStepBytes));
            bytes = bytes.subspan(part.size());
            pending_.push_back({const_cast<std::byte*>(part.data()), part.size()});
            pending_bytes_ += part.size();
            if (pending_bytes_ >= kStepBytes) flush();
        }
    }

    void flush() {
        if (pending_.empty()) return;
        file_.write(pending_);
        for (const auto& part : pending_) {
            if (source_ != nullptr)
                source_->release({static_cast<const std::byte*>(part.iov_base), part.iov_len});
        }
        pending_.clear();
        pending_bytes_ = 0;
    }

  private:
    std::size_t copy_in_kernel(Bytes bytes) {
        if (source_ == nullptr || source_->descriptor() < 0 || bytes.size() < kCopyInKernelBytes) return 0;
        const auto offset = source_->offset_of(bytes);
        if (!offset) return 0;
        flush();
        return file_.copy(source_->descriptor(), *offset, bytes.size());
    }

    NewFile& file_;
    const MappedFile* source_;
    std::vector<iovec> pending_;
    std::size_t pending_bytes_ = 0;
};

}  // namespace

void OutputPlan::copy(const std::byte* bytes, std::size_t size) {
    if (pieces_.empty() || pieces_.back().referenced != nullptr) {
        pieces_.push_back({.referenced = nullptr, .offset = copied_.size(), .size = 0});
    }
    copied_.insert(copied_.end(), bytes, bytes + size);
    pieces_.back().size += size;
}

void OutputPlan::add(Bytes bytes) {
    size_ += bytes.size();
    if (bytes.size() < kCopyBelowBytes) {
        copy(bytes.data(), bytes.size());
    } else {
        pieces_.push_back({.referenced = bytes.data(), .offset = 0, .size = bytes.size()});
    }
}

void OutputPlan::add_copied(Bytes bytes) {
    size_ += bytes.size();
    copy(bytes.data(), bytes.size());
}

void OutputPlan::add_zeros(std::uint64_t count) {
    while (count > 0) {
        const auto step = std::min<std::uint64_t>(count, kZeros.size());
        add(Bytes{kZeros}.first(step));
        count -= step;
    }
}

void OutputPlan::add_u16(std::uint16_t value, Endian endian) {
    std::array<std::byte, 2> bytes{};
    store(value, bytes, endian);
    add_copied(bytes);
}

void OutputPlan::add_u32(std::uint32_t value, Endian endian) {
    fill_u32(reserve_u32(), value, endian);
}

std::size_t OutputPlan::reserve_u32() {
    const std::array<std::byte, 4> zero{};
    add_copied(zero);
    return copied_.size() - 4;
}

void OutputPlan::fill_u32(std::size_t place, std::uint32_t value, Endian endian) {
    store(value, std::span{copied_}.subspan(place, 4), endian);
}

Bytes OutputPlan::view(const Piece& piece) const {
    return {piece.referenced != nullptr ? piece.referenced : copied_.data() + piece.offset, piece.size};
}

NewFile OutputPlan::write_beside(const std::filesystem::path& path, const MappedFile* source) const {
    NewFile file{path};
    Steps steps{file, source};
    for (const auto& piece : pieces_) steps.add(view(piece));
    steps.flush();
    return file;
}

void OutputPlan::write_to(const std::filesystem::path& path, const MappedFile* source) const {
    write_beside(path, source).take_place();
}

std::vector<std::byte> OutputPlan::joined() const {
    std::vector<std::byte> all;
    all.reserve(size_);
    for (const auto& piece : pieces_) {
        const auto bytes = view(piece);
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return all;
}

void write_file(const std::filesystem::path& path, Bytes bytes) {
    OutputPlan plan;
    plan.add(bytes);
    plan.write_to(path);
}

}  // namespace medal::imaging::deid
