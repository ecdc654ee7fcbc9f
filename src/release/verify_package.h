// Checks a release folder as a stranger would: signature, every file's SHA-256, nothing missing, nothing
// extra, no answer outside public-dev. Reads only; needs no server.
#pragma once

#include "release/signature.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::release {

/// `code` is stable: "signature", "key", "format", "missing", "extra", "changed", "path", "sealed".
struct PackageFault {
    std::string code;
    std::string path;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(PackageFault, (), (code, path, message))

struct PackageVerdict {
    bool intact = false;
    std::string release_id;
    std::string name;
    std::string version;
    std::int64_t files = 0;
    std::vector<PackageFault> faults;
};
BOOST_DESCRIBE_STRUCT(PackageVerdict, (), (intact, release_id, name, version, files, faults))

/// Without `key` the folder's own medal.pub is used: that proves integrity, not who signed.
PackageVerdict verify_package(const std::filesystem::path& folder, const std::optional<PublicKey>& key);

}  // namespace medal::release
