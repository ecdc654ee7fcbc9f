#include "imaging/similar/fingerprint.h"

#include "base/error.h"
#include "base/hash.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/load.h"
#include "imaging/picture/video_frame.h"
#include "imaging/picture/volume_slice.h"
#include "imaging/prescan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace medal::imaging::similar {
namespace {

using picture::Raster;

constexpr std::size_t kSide = 32;
constexpr std::uint64_t kMostFrames = 64;
using Grid = std::array<double, kSide * kSide>;

double brightness(const Raster& raster, std::size_t x, std::size_t y) {
    const auto* pixel = raster.pixel(x, y);
    return raster.channels == 3 ? 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2] : pixel[0];
}

/// Means over a grid of 32 by 32 cells; small rasters repeat their pixels.
Grid grid_of(const Raster& raster) {
    Grid grid{};
    for (std::size_t row = 0; row < kSide; ++row) {
        const auto top = row * raster.height / kSide;
        const auto bottom = std::max(top + 1, (row + 1) * raster.height / kSide);
        for (std::size_t column = 0; column < kSide; ++column) {
            const auto left = column * raster.width / kSide;
            const auto right = std::max(left + 1, (column + 1) * raster.width / kSide);
            double sum = 0;
            for (auto y = top; y < bottom; ++y) {
                for (auto x = left; x < right; ++x) sum += brightness(raster, x, y);
            }
            grid[row * kSide + column] = sum / static_cast<double>((bottom - top) * (right - left));
        }
    }
    return grid;
}

Grid flipped(const Grid& grid, bool across, bool down) {
    Grid out{};
    for (std::size_t y = 0; y < kSide; ++y) {
        for (std::size_t x = 0; x < kSide; ++x) {
            out[y * kSide + x] = grid[(down ? kSide - 1 - y : y) * kSide + (across ? kSide - 1 - x : x)];
        }
    }
    return out;
}

/// DCT-II coefficients of the lowest 8 by 8 frequencies.
std::array<double, 64> low_frequencies(const Grid& grid) {
    static const auto cosines = [] {
        std::array<double, 8 * kSide> table{};
        for (std::size_t k = 0; k < 8; ++k) {
            for (std::size_t i = 0; i < kSide; ++i) {
                table[k * kSide + i] = std::cos(3.14159265358979323846 * static_cast<double>(k) *
                                                (2.0 * static_cast<double>(i) + 1) / (2.0 * kSide));
            }
        }
        return table;
    }();
    std::array<double, 8 * kSide> rows{};
    for (std::size_t y = 0; y < kSide; ++y) {
        for (std::size_t k = 0; k < 8; ++k) {
            double sum = 0;
            for (std::size_t x = 0; x < kSide; ++x) sum += grid[y * kSide + x] * cosines[k * kSide + x];
            rows[k * kSide + y] = sum;
        }
    }
    std::array<double, 64> low{};
    for (std::size_t k = 0; k < 8; ++k) {
        for (std::size_t l = 0; l < 8; ++l) {
            double sum = 0;
            for (std::size_t y = 0; y < kSide; ++y) sum += rows[k * kSide + y] * cosines[l * kSide + y];
            low[l * 8 + k] = sum;
        }
    }
    return low;
}

/// One bit a coefficient, above or below the median; the mean brightness takes no part.
std::uint64_t phash_of(const Grid& grid) {
    auto low = low_frequencies(grid);
    low[0] = 0;
    auto sorted = low;
    std::nth_element(sorted.begin(), sorted.begin() + 32, sorted.end());
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 64; ++i) bits = (bits << 1) | (low[i] > sorted[32] ? 1U : 0U);
    return bits;
}

/// One bit a step to the right on a grid of 8 rows and 9 columns.
std::uint64_t dhash_of(const Grid& grid) {
    const auto cell = [&](std::size_t row, std::size_t column) {
        const auto x = column * (kSide - 1) / 8;
        double sum = 0;
        for (std::size_t y = row * 4; y < row * 4 + 4; ++y) sum += grid[y * kSide + x];
        return sum;
    };
    std::uint64_t bits = 0;
    for (std::size_t row = 0; row < 8; ++row) {
        for (std::size_t column = 0; column < 8; ++column) {
            bits = (bits << 1) | (cell(row, column) < cell(row, column + 1) ? 1U : 0U);
        }
    }
    return bits;
}

/// Samples stretched between their 1st and 99th percentile: what a window does to the picture cancels out.
Raster stretched(const dicom::DecodedFrame& frame) {
    std::vector<double> values(frame.columns * frame.rows);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<double>(frame.value(i * frame.samples));
    auto sorted = values;
    const auto percentile = [&](double share) {
        const auto at =
            sorted.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sorted.size() - 1));
        std::nth_element(sorted.begin(), at, sorted.end());
        return *at;
    };
    const double low = percentile(0.01);
    const double high = std::max(percentile(0.99), low + 1);
    auto raster = Raster::blank(frame.columns, frame.rows, 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        raster.samples[i] =
            static_cast<std::uint8_t>(std::clamp((values[i] - low) / (high - low), 0.0, 1.0) * 255);
    }
    if (frame.photometric != "MONOCHROME1") return raster;
    for (auto& sample : raster.samples) sample = static_cast<std::uint8_t>(255 - sample);
    return raster;
}

std::uint64_t bitwise_median(const std::vector<std::uint64_t>& hashes) {
    std::uint64_t median = 0;
    for (unsigned bit = 0; bit < 64; ++bit) {
        const auto set =
            std::count_if(hashes.begin(), hashes.end(), [&](auto hash) { return (hash >> bit & 1) != 0; });
        if (static_cast<std::size_t>(set) * 2 > hashes.size()) median |= 1ULL << bit;
    }
    return median;
}

class Collector {
  public:
    void add_bytes(Bytes bytes) { pixels_.update(bytes); }
    void add_text(const std::string& text) { pixels_.update(base::bytes_of(text)); }
    void add_picture(const Raster& raster) {
        const auto hashes = hashes_of(raster);
        phashes_.push_back(hashes.phash);
        dhashes_.push_back(hashes.dhash);
    }
    Fingerprint finish() {
        return {pixels_.finish().text(), fmt::format("{:016x}", bitwise_median(phashes_)),
                fmt::format("{:016x}", bitwise_median(dhashes_))};
    }

  private:
    base::Sha256Stream pixels_;
    std::vector<std::uint64_t> phashes_;
    std::vector<std::uint64_t> dhashes_;
};

Fingerprint of_dicom(const dicom::DataSet& data) {
    const auto shape = dicom::shape_of(data);
    if (!shape) throw base::Error{base::ErrorKind::invalid, "imaging.no_frame", "The file holds no image."};
    Collector collector;
    const auto step = std::max<std::uint64_t>(1, shape->frames / kMostFrames);
    for (std::uint64_t i = 0; i < shape->frames; ++i) {
        const auto frame = dicom::decode_frame(data, i);
        if (i == 0)
            collector.add_text(
                fmt::format("{} {} {} {}", frame.rows, frame.columns, frame.samples, shape->frames));
        collector.add_bytes(frame.bytes);
        if (i % step == 0) collector.add_picture(stretched(frame));
    }
    return collector.finish();
}

Fingerprint of_raster(const Raster& raster) {
    Collector collector;
    collector.add_text(fmt::format("{} {} {} 1", raster.height, raster.width, raster.channels));
    collector.add_bytes(std::as_bytes(std::span{raster.samples}));
    collector.add_picture(raster);
    return collector.finish();
}

Fingerprint of_volume(Bytes file) {
    Findings checked_before;
    const auto header = *read_nifti_header(file, checked_before);
    const auto slices = picture::slice_count(header);
    Collector collector;
    collector.add_text(fmt::format("{} {} {} {}", header.dim[2], header.dim[1], header.datatype, slices));
    collector.add_bytes(file.subspan(header.data_offset, header.data_bytes()));
    const auto step = std::max<std::uint64_t>(1, slices / kMostFrames);
    for (std::uint64_t i = 0; i < slices; i += step) {
        collector.add_picture(picture::load_volume_slice(file, header, i, std::nullopt));
    }
    return collector.finish();
}

/// Of the pictures that are coded by themselves: decoding all of a long film would take minutes.
Fingerprint of_film(Bytes file) {
    Collector collector;
    std::uint64_t pictures = 0;
    picture::each_key_frame(file, kMostFrames, [&](const Raster& raster) {
        collector.add_text(fmt::format("{} {}", raster.height, raster.width));
        collector.add_bytes(std::as_bytes(std::span{raster.samples}));
        collector.add_picture(raster);
        ++pictures;
    });
    if (pictures == 0) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The film holds no whole picture."};
    }
    return collector.finish();
}

}  // namespace

Hashes hashes_of(const Raster& raster) {
    const auto grid = grid_of(raster);
    Hashes hashes{~0ULL, ~0ULL};
    for (const bool across : {false, true}) {
        for (const bool down : {false, true}) {
            const auto turned = flipped(grid, across, down);
            hashes.phash = std::min(hashes.phash, phash_of(turned));
            hashes.dhash = std::min(hashes.dhash, dhash_of(turned));
        }
    }
    return hashes;
}

Fingerprint fingerprint_file(const std::filesystem::path& path) {
    const MappedFile file{path};
    Findings findings;
    std::optional<std::vector<std::byte>> inflated;
    if (detect_kind(file.bytes()) == FileKind::gzip) inflated = inflate_image(file.bytes(), findings);
    const Bytes bytes = inflated ? Bytes{*inflated} : file.bytes();
    const auto scan = prescan(bytes);
    if (refuses(scan.findings)) {
        throw base::Error{base::ErrorKind::invalid, "imaging.refused", scan.findings.back().message};
    }
    switch (scan.kind) {
        case FileKind::dicom:
            return of_dicom(*dicom::scan_file(bytes).data);
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp:
            return of_raster(picture::load_raster(bytes));
        case FileKind::slide:
            return of_raster(picture::load_slide_overview(bytes));
        case FileKind::nifti:
            return of_volume(bytes);
        case FileKind::mp4:
        case FileKind::matroska:
            return of_film(bytes);
        default:
            throw base::Error{base::ErrorKind::unsupported, "imaging.kind",
                              "Fingerprints are made of DICOM, NIfTI, PNG, JPEG, TIFF and WebP images, of "
                              "films and slides."};
    }
}

}  // namespace medal::imaging::similar
