// What a browser has to know of slides, large pictures, films and volumes before it can show them: the levels
// of a pyramid, the moments of a film's frames, the place of a volume's voxels. Plain data; it travels from
// the sandboxed worker to the database and to the web client.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::viewing {

struct Level {
    std::int64_t width = 0;
    std::int64_t height = 0;
    /// Pixels of the full picture beside each other in one of this level.
    std::int64_t downsample = 1;
};
BOOST_DESCRIBE_STRUCT(Level, (), (width, height, downsample))

/// Level 0 is the full picture; each next one has half of its columns and rows, rounded up.
struct Pyramid {
    std::int64_t tile_px = 0;
    std::vector<Level> levels;
};
BOOST_DESCRIBE_STRUCT(Pyramid, (), (tile_px, levels))

struct Film {
    std::int64_t frames = 0;
    double duration_s = 0;
    /// Of the file as it was given: "h264", "hevc", …
    std::string codec;
    /// What is played was encoded anew, because browsers do not play the codec.
    bool is_reencoded = false;
};
BOOST_DESCRIBE_STRUCT(Film, (), (frames, duration_s, codec, is_reencoded))

struct VolumeGrid {
    /// Voxels along the three axes of the file, and volumes one after the other.
    std::vector<std::int64_t> size;
    std::int64_t times = 1;
    /// Centre of the first voxel, then the three steps, in mm, LPS as DICOM's patient coordinates; empty
    /// where the header does not say.
    std::vector<double> place_mm;
    /// Few whole numbers in connected regions: may be laid over another volume.
    bool is_label_map = false;
};
BOOST_DESCRIBE_STRUCT(VolumeGrid, (), (size, times, place_mm, is_label_map))

enum class MediaKind { picture, slide, film, volume };
BOOST_DESCRIBE_ENUM(MediaKind, picture, slide, film, volume)

struct Media {
    MediaKind kind = MediaKind::picture;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t pages = 1;
    /// Of the file itself.
    std::string media_type;
    /// Set where a file was written that is shown instead of the given one.
    std::optional<std::string> rendition_type;
    std::optional<double> row_mm;
    std::optional<double> column_mm;
    std::optional<double> slice_mm;
    std::optional<Pyramid> pyramid;
    std::optional<Film> film;
    std::optional<VolumeGrid> volume;
    /// When each frame of a film begins on the clock of the file that is played, in shown order.
    std::vector<std::int64_t> times_us;
};
BOOST_DESCRIBE_STRUCT(Media, (),
                      (kind, rows, columns, pages, media_type, rendition_type, row_mm, column_mm, slice_mm,
                       pyramid, film, volume, times_us))

}  // namespace medal::imaging::viewing
