#include "imaging/archive.h"

#include "base/error.h"
#include "imaging/file_kind.h"
#include "imaging/gzip_image.h"
#include "imaging/limits.h"

#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <clocale>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>

namespace medal::imaging {
namespace {

using Reader = std::unique_ptr<struct archive, decltype(&archive_read_free)>;
/// Takes a member's bytes piece by piece; the first piece tells its kind.
using Sink = std::function<void(std::size_t index, Bytes piece)>;

Reader open_archive(Bytes file) {
    Reader reader{archive_read_new(), &archive_read_free};
    archive_read_support_format_zip(reader.get());
    archive_read_support_format_tar(reader.get());
    archive_read_support_filter_gzip(reader.get());
    if (archive_read_open_memory(reader.get(), file.data(), file.size()) != ARCHIVE_OK)
        return {nullptr, nullptr};
    return reader;
}

bool is_unsafe_path(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.front() == '\\' || path.find('\0') != path.npos)
        return true;
    if (path.size() > 1 && path[1] == ':') return true;
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const auto end = std::min(path.find_first_of("/\\", begin), path.size());
        if (path.substr(begin, end - begin) == "..") return true;
        begin = end + 1;
    }
    return false;
}

struct Tally {
    std::size_t entries = 0;
    std::size_t empty = 0;
    std::uint64_t bytes = 0;
};

std::optional<Finding> check_entry(struct archive_entry* entry, Tally& tally) {
    const char* path = archive_entry_pathname(entry);
    if (path == nullptr || is_unsafe_path(path)) {
        return refusal("archive.path",
                       "The archive holds an absolute path or one that climbs out with '..'.");
    }
    const auto type = archive_entry_filetype(entry);
    const bool is_link = archive_entry_hardlink(entry) != nullptr || archive_entry_symlink(entry) != nullptr;
    if (is_link || (type != AE_IFREG && type != AE_IFDIR)) {
        return refusal("archive.link", "The archive holds a link or a device, not only files and folders.");
    }
    if (archive_entry_is_encrypted(entry) != 0) {
        return refusal("archive.encrypted", "The archive is encrypted; unpack it first.");
    }
    if (++tally.entries > kMaxArchiveEntries) {
        return refusal("archive.entries", "The archive holds more than 100 000 members.");
    }
    return std::nullopt;
}

std::optional<Finding> check_growth(const Tally& tally, std::size_t packed_bytes) {
    if (tally.bytes > kMaxArchiveBytes ||
        (tally.bytes > kInflateRatioGraceBytes && tally.bytes / kMaxInflateRatio > packed_bytes)) {
        return refusal("archive.bomb", "The archive grows beyond all measure when it is unpacked.");
    }
    if (tally.empty > kMaxEmptyArchiveEntries) {
        return refusal("archive.empty_members", "The archive holds more than 1 000 empty members.");
    }
    return std::nullopt;
}

bool is_nested_archive(Bytes head) {
    const auto kind = detect_kind(head);
    return kind == FileKind::zip || kind == FileKind::tar;
}

const Finding& damaged() {
    static const Finding finding = refusal("archive.damaged", "The archive is damaged or cut off.");
    return finding;
}

/// Reads one member to its end. `sink` sees every piece.
std::optional<Finding> read_member(struct archive* reader, std::size_t index, Bytes file, Tally& tally,
                                   const Sink& sink, std::uint64_t& bytes) {
    while (true) {
        const void* data = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int code = archive_read_data_block(reader, &data, &size, &offset);
        if (code == ARCHIVE_EOF) break;
        if (code != ARCHIVE_OK || static_cast<std::uint64_t>(offset) != bytes) return damaged();
        const Bytes piece{static_cast<const std::byte*>(data), size};
        if (bytes == 0 && is_nested_archive(piece)) {
            return refusal("archive.nested", "The archive holds another archive; unpack it first.");
        }
        bytes += size;
        tally.bytes += size;
        if (const auto problem = check_growth(tally, file.size())) return problem;
        sink(index, piece);
    }
    if (bytes == 0) ++tally.empty;
    return check_growth(tally, file.size());
}

/// libarchive gives names in the thread's locale, and none at all for letters that it lacks: the plain one
/// has no umlauts.
class LettersOfAllScripts {
  public:
    LettersOfAllScripts() : all_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
        if (all_ != nullptr) before_ = uselocale(all_);
    }
    ~LettersOfAllScripts() {
        if (all_ == nullptr) return;
        uselocale(before_);
        freelocale(all_);
    }
    LettersOfAllScripts(const LettersOfAllScripts&) = delete;
    LettersOfAllScripts& operator=(const LettersOfAllScripts&) = delete;

  private:
    locale_t all_;
    locale_t before_ = nullptr;
};

std::optional<Finding> walk(Bytes file, const Sink& sink, std::vector<ArchiveMember>& members) {
    const LettersOfAllScripts letters;
    const auto reader = open_archive(file);
    if (!reader) return damaged();
    Tally tally;
    while (true) {
        struct archive_entry* entry = nullptr;
        const int code = archive_read_next_header(reader.get(), &entry);
        if (code == ARCHIVE_EOF) return std::nullopt;
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN) return damaged();
        if (auto problem = check_entry(entry, tally)) return problem;
        if (archive_entry_filetype(entry) == AE_IFDIR) continue;
        ArchiveMember member{archive_entry_pathname(entry), 0};
        auto problem = read_member(reader.get(), members.size() + 1, file, tally, sink, member.bytes);
        if (problem) return problem;
        members.push_back(std::move(member));
    }
}

}  // namespace

std::vector<ArchiveMember> check_archive(Bytes file, Findings& findings) {
    std::vector<ArchiveMember> members;
    if (auto problem = walk(
            file, [](std::size_t, Bytes) {}, members))
        findings.push_back(std::move(*problem));
    return members;
}

std::vector<ArchiveMember> unpack_archive(Bytes file, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    std::vector<ArchiveMember> members;
    std::ofstream out;
    std::size_t open_index = 0;
    const Sink write = [&](std::size_t index, Bytes piece) {
        if (index != open_index) {
            out.close();
            out.open(folder / fmt::format("{:06}", index), std::ios::binary | std::ios::trunc);
            open_index = index;
        }
        out.write(reinterpret_cast<const char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
        if (!out) {
            throw base::Error{base::ErrorKind::unavailable, "archive.write",
                              "The archive could not be unpacked."};
        }
    };
    if (const auto problem = walk(file, write, members)) {
        throw base::Error{base::ErrorKind::invalid, "archive.refused", problem->message};
    }
    return members;
}

bool is_archive(Bytes bytes) {
    const auto kind = detect_kind(bytes);
    return kind == FileKind::zip || kind == FileKind::tar ||
           (kind == FileKind::gzip && detect_gzipped_kind(bytes) == FileKind::tar);
}

}  // namespace medal::imaging
