// One level of a slide as it lies in its TIFF file: the grid of its tiles, how their pixels are packed, and
// one tile with boxes painted into it. Knows no file beyond its bytes.
#pragma once

#include "imaging/redact/jpeg_blocks.h"
#include "imaging/tiff_structure.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace medal::imaging::redact {

class SlideLevel {
  public:
    /// Throws base::Error "redact.unsupported" for what cannot be painted.
    SlideLevel(Bytes file, const TiffStructure& structure, const TiffDirectory& directory);

    std::uint64_t width() const { return width_; }
    std::uint64_t height() const { return height_; }
    std::size_t tiles() const { return offsets_.size(); }
    std::uint64_t offset(std::size_t tile) const { return offsets_[tile]; }
    std::uint64_t bytes(std::size_t tile) const { return sizes_[tile]; }

    /// The parts of the level's boxes that lie on a tile, in its own pixels.
    std::vector<PixelBox> on_tile(std::size_t tile, std::span<const PixelBox> boxes) const;

    /// The tile's bytes as they are to be stored.
    std::vector<std::byte> painted(std::size_t tile, std::span<const PixelBox> boxes) const;

  private:
    void require_paintable() const;
    std::size_t plain_bytes() const;
    std::vector<std::byte> unpacked(Bytes piece) const;
    std::vector<std::byte> packed(std::vector<std::byte> pixels) const;

    Bytes file_;
    std::uint64_t width_ = 0, height_ = 0, tile_width_ = 0, tile_height_ = 0;
    std::uint64_t compression_ = 1, photometric_ = 2, samples_ = 3, bits_ = 8, predictor_ = 1, planes_ = 1;
    std::vector<std::uint64_t> offsets_;
    std::vector<std::uint64_t> sizes_;
    Bytes tables_;
};

}  // namespace medal::imaging::redact
