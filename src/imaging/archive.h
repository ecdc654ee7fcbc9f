// ZIP, TAR and compressed TAR through libarchive, behind bounds of our own: entries, sizes, ratio, paths,
// nesting. No path is ever built from a member's name: members are handed out with a number and their
// folder's number.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/finding.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace medal::imaging {

struct ArchiveMember {
    /// As stored; identifying. Only for mirroring the shape of the tree, never for opening a file.
    std::string name;
    std::uint64_t bytes = 0;
};

/// Reads the whole archive once, writes nothing. Appends refusals: links, devices, absolute or `..` paths,
/// too many or too many empty members, growth beyond the ratio, archives inside archives, damage.
std::vector<ArchiveMember> check_archive(Bytes file, Findings& findings);

/// Writes each regular member to `folder`/000001, 000002, … in stored order, owner-readable only.
/// Throws base::Error "archive.refused" where check_archive would refuse.
std::vector<ArchiveMember> unpack_archive(Bytes file, const std::filesystem::path& folder);

/// ZIP and TAR, TAR also packed by gzip.
bool is_archive(Bytes bytes);

}  // namespace medal::imaging
