#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/tiled_picture.h"
#include "imaging/viewing/shrink.h"
#include "imaging/viewing/slide_source.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::viewing {
namespace {

/// Stored sizes are rounded: a picture a quarter as wide is not exactly a quarter.
constexpr double kRounded = 1.02;

/// One instance. It stays where it is: the picture borrows the data set, which borrows the file.
struct Part {
    explicit Part(const std::filesystem::path& path) : file(path) {
        auto scan = dicom::scan_file(file.bytes());
        if (!scan.data) fail_slide();
        data = std::move(*scan.data);
        auto found = dicom::tile_matrix_of(data);
        if (!found) fail_slide();
        matrix = std::move(*found);
        picture.emplace(data, matrix);
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    MappedFile file;
    dicom::DataSet data;
    dicom::TileMatrix matrix;
    std::optional<picture::TiledPicture> picture;
};

struct StoredLevel {
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::vector<std::unique_ptr<Part>> parts;
};

/// Finest first.
std::vector<StoredLevel> stored_levels(const std::vector<std::filesystem::path>& paths) {
    std::vector<StoredLevel> levels;
    for (const auto& path : paths) {
        auto part = std::make_unique<Part>(path);
        const auto [width, height] = std::pair{part->matrix.columns, part->matrix.rows};
        auto found = std::find_if(levels.begin(), levels.end(), [&](const StoredLevel& level) {
            return level.width == width && level.height == height;
        });
        if (found == levels.end()) found = levels.insert(found, StoredLevel{width, height, {}});
        found->parts.push_back(std::move(part));
    }
    std::stable_sort(levels.begin(), levels.end(), [](const StoredLevel& one, const StoredLevel& other) {
        return one.width > other.width;
    });
    return levels;
}

class DicomSlide final : public SlideSource {
  public:
    explicit DicomSlide(const std::vector<std::filesystem::path>& paths) : levels_(stored_levels(paths)) {
        const auto& smallest = *levels_.back().parts.front()->picture;
        is_grey_ = smallest.is_grey();
        window_ = smallest.common_window();
    }

    std::int64_t width() const override { return levels_.front().width; }
    std::int64_t height() const override { return levels_.front().height; }
    double stored_downsample(double wanted) const override { return downsample_of(level_for(wanted)); }
    std::optional<double> column_mm() const override { return finest().column_mm; }
    std::optional<double> row_mm() const override { return finest().row_mm; }
    picture::Raster read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                         std::int64_t height) const override;

  private:
    const dicom::TileMatrix& finest() const { return levels_.front().parts.front()->matrix; }
    double downsample_of(const StoredLevel& level) const {
        return static_cast<double>(width()) / static_cast<double>(level.width);
    }
    const StoredLevel& level_for(double wanted) const {
        const auto* best = &levels_.front();
        for (const auto& level : levels_) {
            if (downsample_of(level) <= wanted * kRounded) best = &level;
        }
        return *best;
    }

    std::vector<StoredLevel> levels_;
    bool is_grey_ = false;
    std::optional<picture::Window> window_;
};

/// The stored pixels that show some pixels of a level, of which each is `scale` of the `full` ones wide.
struct Stretch {
    std::int64_t begin = 0;
    std::int64_t size = 1;
};

Stretch stretch_of(std::int64_t begin, std::int64_t size, std::int64_t scale, std::int64_t full,
                   std::int64_t stored) {
    const auto at = [&](std::int64_t place) {
        const auto pixels = static_cast<double>(std::min(place * scale, full));
        return std::llround(pixels * static_cast<double>(stored) / static_cast<double>(full));
    };
    const auto first = std::min<std::int64_t>(at(begin), stored - 1);
    return {first, std::max<std::int64_t>(1, at(begin + size) - first)};
}

picture::Raster DicomSlide::read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                                 std::int64_t height) const {
    const auto& stored = level_for(static_cast<double>(level.downsample));
    const auto across = stretch_of(x, width, level.downsample, this->width(), stored.width);
    const auto down = stretch_of(y, height, level.downsample, this->height(), stored.height);
    auto part = picture::empty_part(static_cast<std::size_t>(across.size),
                                    static_cast<std::size_t>(down.size), is_grey_);
    for (const auto& one : stored.parts) one->picture->paint(part, across.begin, down.begin, window_);
    return shrunk(std::move(part), static_cast<std::size_t>(width), static_cast<std::size_t>(height));
}

}  // namespace

std::unique_ptr<SlideSource> open_dicom_slide(const std::vector<std::filesystem::path>& paths) {
    return std::make_unique<DicomSlide>(paths);
}

}  // namespace medal::imaging::viewing
