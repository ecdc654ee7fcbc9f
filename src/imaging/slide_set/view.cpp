#include "imaging/slide_set/view.h"

#include "base/error.h"
#include "imaging/dicom/frames.h"
#include "imaging/limits.h"
#include "imaging/mapped_file.h"

#include <fmt/format.h>
#include <fstream>
#include <string>
#include <system_error>

namespace medal::imaging::slide_set {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_part(PartRole role) {
    throw base::Error{base::ErrorKind::invalid, "slide.part_damaged",
                      fmt::format("The slide is damaged: {} is not what it should be, or is cut off.",
                                  describe_role(role))};
}

[[noreturn]] void fail_writing() {
    throw base::Error{base::ErrorKind::unavailable, "imaging.write", "The output file cannot be written."};
}

std::string_view name_of(SetKind kind) {
    return kind == SetKind::mirax ? "MIRAX" : kind == SetKind::vms ? "Hamamatsu VMS" : "Hamamatsu VMU";
}

/// Blocks of 8 x 8 pixels take about a bit each.
void check_jpeg_part(Bytes file, PartRole role) {
    constexpr std::uint64_t kMostPixelsPerByte = 64ULL * 8 * 4;
    const auto size = dicom::jpeg_size(file);
    if (!size || size->columns == 0 || size->rows == 0) fail_part(role);
    if (size->columns * size->rows / kMostPixelsPerByte > file.size()) fail_part(role);
}

/// "GN", then width, height and the width of a column from the fourth byte on, and where the samples begin:
/// six bytes a pixel, column after column.
void check_ngr_part(Bytes file, PartRole role) {
    constexpr std::size_t kHeader_bytes = 28, kSample_bytes = 6;
    constexpr std::uint32_t kMaxSide = 1 << 24, kMaxColumn = 1 << 16;
    if (file.size() < kHeader_bytes || !has_text_at(file, 0, "GN")) fail_part(role);
    const std::uint64_t width = u32(file, 4), height = u32(file, 8), column = u32(file, 12);
    const std::uint64_t first = u32(file, 24);
    const bool sound = width > 0 && width < kMaxSide && height > 0 && height < kMaxSide && column > 0 &&
                       column <= kMaxColumn && width % column == 0 && first > 0 && first <= file.size();
    if (!sound || width * height > (file.size() - first) / kSample_bytes) fail_part(role);
}

void check_part(SetKind kind, PartRole role, Bytes file) {
    if (role != PartRole::image && role != PartRole::map) return;
    if (kind == SetKind::vms) check_jpeg_part(file, role);
    if (kind == SetKind::vmu) check_ngr_part(file, role);
}

void write(const fs::path& path, const std::string& text) {
    if (!(std::ofstream{path, std::ios::binary} << text).flush()) fail_writing();
}

}  // namespace

std::string describe_missing(SetKind kind, PartRole role) {
    return fmt::format("This {} slide is not complete: {} is missing. Please {}.", name_of(kind),
                       describe_role(role), how_to_give(kind));
}

View::View(const Listing& listing, const std::vector<fs::path>& parts, const fs::path& folder)
    : folder_(folder) {
    const bool is_mirax = listing.kind == SetKind::mirax;
    const auto inside = is_mirax ? folder / "slide" : folder;
    std::error_code failed;
    fs::remove_all(folder, failed);
    if (!fs::create_directories(inside, failed)) fail_writing();
    source_ = {folder / (is_mirax ? "slide.mrxs" : "slide.ini"), is_mirax ? "mirax" : "hamamatsu", 0};
    if (is_mirax) write(source_.path, "");
    write(is_mirax ? inside / "Slidedat.ini" : source_.path, listing.neutral);
    for (std::size_t i = 0; i < listing.parts.size(); ++i) {
        const auto role = listing.parts[i].role;
        if (!is_needed(role)) continue;
        if (i >= parts.size() || parts[i].empty()) {
            throw base::Error{base::ErrorKind::invalid, "slide.part_missing",
                              describe_missing(listing.kind, role)};
        }
        const MappedFile file{parts[i]};
        check_part(listing.kind, role, file.bytes());
        source_.bytes += file.bytes().size();
        fs::create_symlink(fs::absolute(parts[i]), inside / part_name(i), failed);
        if (failed) fail_writing();
    }
}

View::Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace medal::imaging::slide_set
