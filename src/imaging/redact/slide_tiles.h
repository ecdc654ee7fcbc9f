// One level of a slide as it lies in its TIFF file: the grid of its tiles, how their pixels are packed, and
// one tile with boxes painted into it. Knows no file beyond its bytes.
#pragma once

#include "imaging/redact/jpeg_blocks.h"
#include "imaging/redact/region.h"
#include "imaging/redact/slide_geometry.h"
#include "imaging/redact/tile_packing.h"
#include "imaging/tiff_structure.h"

#include <cstdint>
#include <span>
#include <vector>

namespace medal::imaging::redact {

/// In pixels of a level, of which places need not be whole numbers.
struct LevelBox {
    double left = 0, top = 0, right = 0, bottom = 0;
};

/// Of regions of the finest level. What a coarser one, or one between whole pixels, mixes from beside a
/// region is in it.
std::vector<LevelBox> boxes_on_level(std::span<const Region> regions, const SlidePlace& place);

class SlideLevel {
  public:
    /// Throws base::Error "redact.unsupported" for what cannot be painted.
    SlideLevel(Bytes file, const TiffStructure& structure, const SlidePlace& place);

    std::size_t tiles() const { return offsets_.size(); }
    std::uint64_t offset(std::size_t tile) const { return offsets_[tile]; }
    std::uint64_t bytes(std::size_t tile) const { return sizes_[tile]; }

    /// The parts of the level's boxes that a tile shows, in its own pixels.
    std::vector<PixelBox> on_tile(std::size_t tile, std::span<const LevelBox> boxes) const;

    /// The tile's bytes as they are to be stored.
    std::vector<std::byte> painted(std::size_t tile, std::span<const PixelBox> boxes) const;

  private:
    void read_samples(const TiffStructure& structure);
    void require_paintable() const;
    void require_paintable_samples() const;
    std::size_t plane_of(std::size_t tile) const;
    JpegColours colours() const;
    std::vector<std::byte> painted_samples(Bytes piece, std::size_t plane,
                                           std::span<const PixelBox> boxes) const;

    Bytes file_;
    SlidePlace place_;
    std::uint64_t width_ = 0, height_ = 0;
    /// Of one plane where there are several.
    TilePacking tile_;
    std::uint64_t compression_ = 1, photometric_ = 2, tiles_across_ = 1, tiles_of_plane_ = 1, planes_ = 1;
    bool has_alpha_ = false;
    bool has_even_samples_ = true;
    std::vector<std::uint64_t> offsets_;
    std::vector<std::uint64_t> sizes_;
    Bytes tables_;
};

}  // namespace medal::imaging::redact
