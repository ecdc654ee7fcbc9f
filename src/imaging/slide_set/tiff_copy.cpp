#include "imaging/slide_set/tiff_copy.h"

#include "base/error.h"
#include "imaging/picture/encode.h"
#include "imaging/quiet_tiff.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <unistd.h>
#include <utility>
#include <vector>

namespace medal::imaging::slide_set {
namespace {

/// So many tiles across and down are read at once: what scanners store overlaps the tiles' edges.
constexpr std::int64_t kTilesAtOnce = 4;
constexpr double kMicronsPerCm = 10'000;
/// A tile of noise takes no more than that of a pixel.
constexpr std::uint64_t kMostBytesPerPixel = 3, kMostClassic_bytes = 0xF0000000;

[[noreturn]] void fail_writing() {
    throw base::Error{base::ErrorKind::unavailable, "imaging.write", "The output file cannot be written."};
}

TiffFile opened(const std::filesystem::path& path, const ForeignSlide& slide) {
    std::uint64_t pixels = 0;
    for (const auto& level : slide.file().levels()) {
        pixels += static_cast<std::uint64_t>(level.columns) * static_cast<std::uint64_t>(level.rows);
    }
    const bool is_big = pixels > kMostClassic_bytes / kMostBytesPerPixel;
    const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) fail_writing();
    TiffFile file{TIFFFdOpenExt(fd, "slide", is_big ? "wl8" : "wl", quiet_tiff().get()), &TIFFClose};
    if (file == nullptr) {
        close(fd);
        fail_writing();
    }
    return file;
}

class Copy {
  public:
    Copy(const ForeignSlide& slide, TIFF* file) : slide_(slide), file_(file) {}

    void run() {
        for (std::size_t level = 0; level < slide_.file().levels().size(); ++level) {
            describe(level);
            write_tiles(level);
            if (TIFFWriteDirectory(file_) != 1) fail_writing();
        }
    }

  private:
    template <class... Values>
    void set(std::uint32_t tag, Values... values) {
        if (TIFFSetField(file_, tag, values...) != 1) fail_writing();
    }

    void describe(std::size_t number) {
        const auto& level = slide_.file().levels()[number];
        set(TIFFTAG_SUBFILETYPE, number == 0 ? 0U : static_cast<unsigned>(FILETYPE_REDUCEDIMAGE));
        set(TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(level.columns));
        set(TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(level.rows));
        set(TIFFTAG_TILEWIDTH, static_cast<std::uint32_t>(kTile_px));
        set(TIFFTAG_TILELENGTH, static_cast<std::uint32_t>(kTile_px));
        set(TIFFTAG_BITSPERSAMPLE, 8);
        set(TIFFTAG_SAMPLESPERPIXEL, 3);
        set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        set(TIFFTAG_COMPRESSION, COMPRESSION_JPEG);
        set(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_YCBCR);
        set(TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
        const auto column = slide_.file().column_microns();
        const auto row = slide_.file().row_microns();
        if (!column || !row) return;
        set(TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
        set(TIFFTAG_XRESOLUTION, kMicronsPerCm / (*column * level.downsample));
        set(TIFFTAG_YRESOLUTION, kMicronsPerCm / (*row * level.downsample));
    }

    void write_tiles(std::size_t number) {
        const auto& level = slide_.file().levels()[number];
        constexpr auto kStep = kTile_px * kTilesAtOnce;
        for (std::int64_t y = 0; y < level.rows; y += kStep) {
            for (std::int64_t x = 0; x < level.columns; x += kStep) {
                write_block(
                    {number, x, y, std::min(kStep, level.columns - x), std::min(kStep, level.rows - y)});
            }
        }
    }

    void write_block(const OpenSlideFile::Place& place) {
        const auto block = slide_.read(place);
        for (std::int64_t y = 0; y < place.height; y += kTile_px) {
            for (std::int64_t x = 0; x < place.width; x += kTile_px) {
                const auto number = TIFFComputeTile(file_, static_cast<std::uint32_t>(place.x + x),
                                                    static_cast<std::uint32_t>(place.y + y), 0, 0);
                write_tile(number, cut(block, static_cast<std::size_t>(x), static_cast<std::size_t>(y)));
            }
        }
    }

    /// Beyond the edge of the picture its last pixels go on: no edge there that JPEG would have to draw.
    static picture::Raster cut(const picture::Raster& block, std::size_t left, std::size_t top) {
        constexpr auto kSide = static_cast<std::size_t>(kTile_px);
        auto tile = picture::Raster::blank(kSide, kSide, 3);
        const auto width = std::min(kSide, block.width - left);
        for (std::size_t y = 0; y < kSide; ++y) {
            const auto from = std::min(top + y, block.height - 1);
            std::memcpy(tile.pixel(0, y), block.pixel(left, from), width * 3);
            for (auto x = width; x < kSide; ++x) std::memcpy(tile.pixel(x, y), tile.pixel(width - 1, y), 3);
        }
        return tile;
    }

    void write_tile(std::uint32_t number, const picture::Raster& tile) {
        // Much of a slide is empty glass: a tile of one colour is encoded once.
        const auto& samples = tile.samples;
        const bool is_plain = std::equal(samples.begin() + 3, samples.end(), samples.begin());
        if (is_plain && plain_ && std::equal(samples.begin(), samples.begin() + 3, plain_->first.begin())) {
            return write_bytes(number, plain_->second);
        }
        auto bytes = picture::encode(tile, picture::Encoding::jpeg, kTileQuality);
        write_bytes(number, bytes);
        if (is_plain) plain_.emplace(std::vector(samples.begin(), samples.begin() + 3), std::move(bytes));
    }

    void write_bytes(std::uint32_t number, std::vector<std::byte>& bytes) {
        const auto size = static_cast<tmsize_t>(bytes.size());
        if (TIFFWriteRawTile(file_, number, bytes.data(), size) != size) fail_writing();
    }

    const ForeignSlide& slide_;
    TIFF* file_;
    std::optional<std::pair<std::vector<std::uint8_t>, std::vector<std::byte>>> plain_;
};

}  // namespace

void write_tiff(const ForeignSlide& slide, const std::filesystem::path& output) {
    try {
        const auto file = opened(output, slide);
        Copy{slide, file.get()}.run();
        if (TIFFFlush(file.get()) != 1) fail_writing();
    } catch (const base::Error&) {
        std::error_code ignored;
        std::filesystem::remove(output, ignored);
        throw;
    }
}

}  // namespace medal::imaging::slide_set
