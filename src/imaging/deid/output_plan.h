// The bytes of an output file as pieces: new ones in memory, unchanged ones by reference to the mapped input.
// So pixel data is never copied, stays bit-identical, and memory does not follow the size of the file.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/deid/new_file.h"
#include "imaging/mapped_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace medal::imaging::deid {

class OutputPlan {
  public:
    std::uint64_t size() const { return size_; }

    void add(std::string_view text) {
        add_copied({reinterpret_cast<const std::byte*>(text.data()), text.size()});
    }
    void add_copied(Bytes bytes);
    /// Small pieces are copied, large ones referenced: `bytes` must outlive the plan.
    void add(Bytes bytes);
    /// So many bytes of zero, which take no memory.
    void add_zeros(std::uint64_t count);
    void add_u16(std::uint16_t value, Endian endian);
    void add_u32(std::uint32_t value, Endian endian);

    /// Room for a 32-bit length that is known only later.
    std::size_t reserve_u32();
    void fill_u32(std::size_t place, std::uint32_t value, Endian endian);

    /// To a new file that has not yet taken the place of `path`. Throws base::Error "imaging.write".
    /// What lies in `source` goes from file to file in the kernel where its descriptor was kept; otherwise
    /// the memory of what is written is given back step by step.
    NewFile write_beside(const std::filesystem::path& path, const MappedFile* source = nullptr) const;
    /// The same, and it takes its place at once.
    void write_to(const std::filesystem::path& path, const MappedFile* source = nullptr) const;
    std::vector<std::byte> joined() const;

  private:
    struct Piece {
        const std::byte* referenced = nullptr;
        std::size_t offset = 0;
        std::size_t size = 0;
    };
    void copy(const std::byte* bytes, std::size_t size);
    Bytes view(const Piece& piece) const;

    std::vector<std::byte> copied_;
    std::vector<Piece> pieces_;
    std::uint64_t size_ = 0;
};

/// Whole files of bytes, the same way.
void write_file(const std::filesystem::path& path, Bytes bytes);

}  // namespace medal::imaging::deid
