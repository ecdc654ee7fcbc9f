// The independent check over files of any tool: what identifies in the originals, searched in the results.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::deid {

struct VerifiedFile {
    std::string file;
    std::uint64_t leaks = 0;
};
BOOST_DESCRIBE_STRUCT(VerifiedFile, (), (file, leaks))

struct VerifyReport {
    std::vector<VerifiedFile> files;
    std::uint64_t originals = 0;
    std::uint64_t leaks = 0;
};
BOOST_DESCRIBE_STRUCT(VerifyReport, (), (files, originals, leaks))

/// Files or folders. Deflated and gzipped results are inflated, archives unpacked before they are
/// searched. Throws base::Error "archive.refused" where an archive cannot be.
VerifyReport verify_files(const std::filesystem::path& originals, const std::filesystem::path& results);

}  // namespace medal::imaging::deid
