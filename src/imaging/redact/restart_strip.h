// A whole level of a slide in one JPEG stream (Hamamatsu's NDPI), parted by restart markers, with boxes
// painted into those parts that show them: the rest of the stream is not even decoded. Sides may be longer
// than JPEG allows; the stream's own height and width do not count.
#pragma once

#include "imaging/redact/jpeg_blocks.h"

#include <cstdint>
#include <span>
#include <vector>

namespace medal::imaging::redact {

struct StripSize {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

/// Bytes of the stream that are to be others, which are never fewer.
struct Splice {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::vector<std::byte> bytes;
};

/// Parts that become shorter are filled up with bytes FF before their marker (ITU T.81, B.1.1.2). Readers
/// that search markers by themselves, two bytes at a time, find it behind an even number only.
enum class Filling { any, even };

class RestartStrip {
  public:
    /// Throws base::Error "imaging.decode" where the stream is damaged, and "redact.unsupported" where it is
    /// neither baseline nor progressive JPEG.
    RestartStrip(Bytes stream, const StripSize& size);

    /// Where the data of each part begins. Without restart markers, or progressive, there is one part.
    const std::vector<std::uint64_t>& starts() const { return starts_; }

    /// Sorted; together they make the stream longer by a multiple of eight bytes or not at all. Boxes grow to
    /// the grid of the stream's blocks. Throws as above.
    std::vector<Splice> painted(std::span<const PixelBox> boxes, Filling filling = Filling::any) const;

  private:
    void read_head();
    void read_frame(std::uint64_t at, std::uint64_t size);
    void find_parts();
    std::vector<PixelBox> on_part(std::size_t part, std::span<const PixelBox> boxes) const;
    std::vector<std::byte> painted_part(std::size_t part, std::span<const PixelBox> boxes,
                                        Filling filling) const;
    std::vector<Splice> painted_whole(std::span<const PixelBox> boxes) const;
    std::uint64_t units_in(std::size_t part) const;

    Bytes stream_;
    StripSize size_;
    std::uint64_t head_bytes_ = 0;
    std::uint64_t frame_offset_ = 0;
    /// Pixels of an MCU, and how many of them there are.
    std::uint64_t unit_width_ = 0, unit_height_ = 0, units_across_ = 0, units_ = 0;
    /// MCUs between two restart markers.
    std::uint64_t interval_ = 0;
    /// Then it is one part.
    bool is_progressive_ = false;
    std::vector<std::uint64_t> starts_;
    /// The first byte behind each part's data, which is that of a marker.
    std::vector<std::uint64_t> ends_;
};

}  // namespace medal::imaging::redact
