#include "metrics/io/nifti.h"

#include "base/error.h"
#include "metrics/io/nifti_header.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace medal::metrics {
namespace {

/// How far a scaled or floating-point value may be from a whole number.
constexpr double kWholeTolerance = 1e-6;

/// Collects labels at 8 bits and widens once, when the first one needs it.
class LabelSink {
  public:
    explicit LabelSink(std::size_t voxel_count) : voxel_count_(voxel_count) { narrow_.reserve(voxel_count); }

    void add(Label label) {
        if (wide_.empty() && label <= 255) {
            narrow_.push_back(static_cast<std::uint8_t>(label));
            return;
        }
        if (wide_.empty()) widen();
        wide_.push_back(label);
    }
    std::size_t size() const noexcept { return wide_.empty() ? narrow_.size() : wide_.size(); }

    LabelVolume take(const Geometry& geometry) && {
        if (wide_.empty()) return {geometry, std::move(narrow_)};
        return {geometry, std::move(wide_)};
    }

  private:
    void widen() {
        wide_.reserve(voxel_count_);
        wide_.assign(narrow_.begin(), narrow_.end());
        narrow_ = {};
    }

    std::size_t voxel_count_;
    std::vector<std::uint8_t> narrow_;
    std::vector<std::uint16_t> wide_;
};

template <class T>
double value_at(const std::byte* from, bool swapped) noexcept {
    std::array<std::byte, sizeof(T)> raw{};
    std::memcpy(raw.data(), from, sizeof(T));
    if (swapped) std::reverse(raw.begin(), raw.end());
    T value{};
    std::memcpy(&value, raw.data(), sizeof value);
    return static_cast<double>(value);
}

using ReadValue = double (*)(const std::byte*, bool) noexcept;

ReadValue reader_of(VoxelType type) noexcept {
    switch (type) {
        case VoxelType::uint8:
            return value_at<std::uint8_t>;
        case VoxelType::int8:
            return value_at<std::int8_t>;
        case VoxelType::uint16:
            return value_at<std::uint16_t>;
        case VoxelType::int16:
            return value_at<std::int16_t>;
        case VoxelType::uint32:
            return value_at<std::uint32_t>;
        case VoxelType::int32:
            return value_at<std::int32_t>;
        case VoxelType::uint64:
            return value_at<std::uint64_t>;
        case VoxelType::int64:
            return value_at<std::int64_t>;
        case VoxelType::float32:
            return value_at<float>;
        default:
            return value_at<double>;
    }
}

Label label_of(double value, std::size_t index, const Geometry& geometry, const GzipFile& file) {
    const double whole = std::nearbyint(value);
    if (std::abs(value - whole) <= kWholeTolerance && whole >= 0 && whole <= static_cast<double>(kMaxLabel)) {
        return static_cast<Label>(whole);
    }
    const auto width = static_cast<std::size_t>(geometry.size[0]);
    const auto height = static_cast<std::size_t>(geometry.size[1]);
    throw base::Error(
        base::ErrorKind::invalid, "image.not_labels",
        fmt::format("{} holds {} at voxel ({}, {}, {}), which is no label.", file.name(), value,
                    index % width, index / width % height, index / width / height),
        {.hint = "Labels are whole numbers from 0 to 65535; threshold a probability map first."});
}

std::vector<std::uint8_t> read_plain(GzipFile& file, std::size_t voxel_count) {
    std::vector<std::uint8_t> voxels(voxel_count);
    file.read(std::as_writable_bytes(std::span(voxels)));
    return voxels;
}

/// Calls `take(value, index)` for every voxel, scaled as the header says.
template <class Take>
void read_values(GzipFile& file, const NiftiHeader& header, std::size_t voxel_count, Take&& take) {
    constexpr std::size_t kBlockVoxels = 1U << 16U;
    const std::size_t width = bytes_of(header.type);
    const ReadValue read = reader_of(header.type);
    std::vector<std::byte> block(kBlockVoxels * width);
    for (std::size_t done = 0; done < voxel_count;) {
        const std::size_t count = std::min(kBlockVoxels, voxel_count - done);
        file.read(std::span(block).first(count * width));
        for (std::size_t i = 0; i < count; ++i, ++done) {
            const double value = read(&block[i * width], header.swapped);
            take(header.is_scaled() ? value * header.slope + header.intercept : value, done);
        }
    }
}

/// The header, and the file at its first voxel; no file can hold more voxels than it has bytes for.
NiftiHeader open_image(GzipFile& file) {
    const NiftiHeader header = read_nifti_header(file);
    const auto voxel_count = static_cast<std::size_t>(header.geometry.voxel_count());
    if (voxel_count * bytes_of(header.type) > file.most_bytes())
        file.fail_damaged("ends before its image does");
    file.skip(header.gap_bytes);
    return header;
}

}  // namespace

LabelVolume read_nifti(const std::filesystem::path& path) {
    GzipFile file(path);
    const NiftiHeader header = open_image(file);
    const auto voxel_count = static_cast<std::size_t>(header.geometry.voxel_count());
    if (header.type == VoxelType::uint8 && !header.is_scaled()) {
        LabelVolume volume{header.geometry, read_plain(file, voxel_count)};
        file.require_whole();
        return volume;
    }
    LabelSink sink(voxel_count);
    read_values(file, header, voxel_count, [&](double value, std::size_t index) {
        sink.add(label_of(value, index, header.geometry, file));
    });
    file.require_whole();
    return std::move(sink).take(header.geometry);
}

ScoreVolume read_nifti_scores(const std::filesystem::path& path) {
    GzipFile file(path);
    const NiftiHeader header = open_image(file);
    const auto voxel_count = static_cast<std::size_t>(header.geometry.voxel_count());
    ScoreVolume volume{header.geometry, std::vector<float>(voxel_count)};
    read_values(file, header, voxel_count, [&](double value, std::size_t index) {
        if (!std::isfinite(value) || value < 0)
            file.fail_damaged("holds a score that is negative or no number");
        volume.scores[index] = static_cast<float>(value);
    });
    file.require_whole();
    return volume;
}

bool is_nifti_name(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    return name.ends_with(".nii") || name.ends_with(".nii.gz");
}

}  // namespace medal::metrics
