// The independent check over files of any tool: what identifies in the originals, searched in the results.
#pragma once

#include "imaging/deid/file_work.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::deid {

struct VerifiedFile {
    std::string file;
    std::uint64_t leaks = 0;
    /// Why it could not be searched, in whole or in part; empty where it was. What was not looked at is not
    /// clean.
    std::string reason{};
};
BOOST_DESCRIBE_STRUCT(VerifiedFile, (), (file, leaks, reason))

struct VerifyReport {
    std::vector<VerifiedFile> files;
    std::uint64_t originals = 0;
    std::uint64_t leaks = 0;
    /// Originals and results that could not be read or searched.
    std::uint64_t not_searched = 0;
};
BOOST_DESCRIBE_STRUCT(VerifyReport, (), (files, originals, leaks, not_searched))

struct VerifyTask {
    std::filesystem::path originals;
    std::filesystem::path results;
    /// An empty folder, where the members of archives lie meanwhile.
    std::filesystem::path scratch;
};
/// Files or folders. Deflated and gzipped files are inflated, archives unpacked before they are searched.
VerifyReport verify_files(const VerifyTask& task, FileWork& work);

}  // namespace medal::imaging::deid
