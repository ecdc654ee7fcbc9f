#include "imaging/redact/tile_packing.h"

#include "base/error.h"
#include "imaging/quiet_tiff.h"
#include "imaging/redact/redact.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

namespace medal::imaging::redact {
namespace {

/// What libtiff takes for a file.
struct Memory {
    std::vector<std::byte> bytes;
    std::size_t at = 0;
};

Memory& memory_of(thandle_t handle) {
    return *static_cast<Memory*>(handle);
}

tmsize_t read_memory(thandle_t handle, void* into, tmsize_t size) {
    auto& memory = memory_of(handle);
    const auto left = memory.bytes.size() - std::min(memory.at, memory.bytes.size());
    const auto count = std::min(left, static_cast<std::size_t>(std::max<tmsize_t>(size, 0)));
    if (count > 0) std::memcpy(into, memory.bytes.data() + memory.at, count);
    memory.at += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t write_memory(thandle_t handle, void* from, tmsize_t size) {
    auto& memory = memory_of(handle);
    const auto count = static_cast<std::size_t>(std::max<tmsize_t>(size, 0));
    if (memory.bytes.size() < memory.at + count) memory.bytes.resize(memory.at + count);
    if (count > 0) std::memcpy(memory.bytes.data() + memory.at, from, count);
    memory.at += count;
    return size;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence) {
    auto& memory = memory_of(handle);
    const auto from = whence == SEEK_CUR ? memory.at : whence == SEEK_END ? memory.bytes.size() : 0;
    memory.at = from + static_cast<std::size_t>(offset);
    return memory.at;
}

toff_t size_of_memory(thandle_t handle) {
    return memory_of(handle).bytes.size();
}

int close_memory(thandle_t /*handle*/) {
    return 0;
}

TiffFile open(Memory& memory, const char* mode) {
    memory.at = 0;
    TiffFile file{TIFFClientOpenExt("tile", mode, &memory, read_memory, write_memory, seek_memory,
                                    close_memory, size_of_memory, nullptr, nullptr, quiet_tiff().get()),
                  &TIFFClose};
    if (!file) base::fail_internal("a tile cannot be opened in memory");
    return file;
}

/// One strip that is as large as the tile, in the tile's own order of bytes.
TiffFile begin_strip(Memory& memory, const TilePacking& packing) {
    auto file = open(memory, packing.endian == Endian::big ? "wb" : "wl");
    const auto set = [&](std::uint32_t tag, std::uint32_t value) {
        if (TIFFSetField(file.get(), tag, value) != 1) base::fail_internal("libtiff takes no such tile");
    };
    set(TIFFTAG_IMAGEWIDTH, packing.width);
    set(TIFFTAG_IMAGELENGTH, packing.height);
    set(TIFFTAG_ROWSPERSTRIP, packing.height);
    set(TIFFTAG_BITSPERSAMPLE, packing.bits);
    set(TIFFTAG_SAMPLESPERPIXEL, packing.samples);
    set(TIFFTAG_SAMPLEFORMAT, packing.sample_format);
    set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    set(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    set(TIFFTAG_FILLORDER, packing.fill_order);
    set(TIFFTAG_COMPRESSION, packing.compression);
    if (packing.predictor > 1) set(TIFFTAG_PREDICTOR, packing.predictor);
    return file;
}

}  // namespace

bool is_packing(std::uint64_t compression) {
    constexpr std::array<std::uint16_t, 7> kPackings{
        COMPRESSION_NONE,     COMPRESSION_LZW,  COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE,
        COMPRESSION_PACKBITS, COMPRESSION_LZMA, COMPRESSION_ZSTD};
    const auto found = std::find(kPackings.begin(), kPackings.end(), compression);
    return found != kPackings.end() && TIFFIsCODECConfigured(*found) == 1;
}

std::vector<std::byte> unpacked(Bytes piece, const TilePacking& packing) {
    std::vector<std::byte> samples(packing.plain_bytes());
    if (samples.empty()) return samples;
    // libtiff may change what it is given.
    std::vector<std::byte> copy(piece.begin(), piece.end());
    const bool is_short = packing.compression == COMPRESSION_NONE && piece.size() < samples.size();
    if (copy.empty() || is_short) fail_slide_damaged();
    Memory memory;
    {
        const auto file = begin_strip(memory, packing);
        if (TIFFWriteRawStrip(file.get(), 0, copy.data(), static_cast<tmsize_t>(copy.size())) < 0 ||
            TIFFWriteDirectory(file.get()) != 1) {
            base::fail_internal("libtiff cannot take a tile");
        }
    }
    // "c": the strip stays one.
    const auto file = open(memory, "rc");
    const auto size = static_cast<tmsize_t>(samples.size());
    if (TIFFReadEncodedStrip(file.get(), 0, samples.data(), size) != size) fail_slide_damaged();
    return samples;
}

std::vector<std::byte> packed(std::vector<std::byte> samples, const TilePacking& packing) {
    if (samples.empty()) return samples;
    Memory memory;
    const auto file = begin_strip(memory, packing);
    const auto size = static_cast<tmsize_t>(samples.size());
    if (TIFFWriteEncodedStrip(file.get(), 0, samples.data(), size) != size ||
        TIFFFlushData(file.get()) != 1) {
        base::fail_internal("libtiff cannot pack a tile");
    }
    const auto begin = TIFFGetStrileOffset(file.get(), 0), bytes = TIFFGetStrileByteCount(file.get(), 0);
    if (begin > memory.bytes.size() || bytes > memory.bytes.size() - begin) {
        base::fail_internal("libtiff lost a tile");
    }
    const auto* first = memory.bytes.data() + begin;
    return {first, first + bytes};
}

}  // namespace medal::imaging::redact
