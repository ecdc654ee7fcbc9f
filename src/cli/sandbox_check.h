// Whether foreign files are read where they can do no harm, told to operators before the first file comes.
#pragma once

#include "cli/server_config.h"
#include "imaging/sandbox/sandbox.h"

#include <string_view>

namespace medal::cli {

/// What is missing without bubblewrap, and how to get it; for `medal doctor`, the log and errors alike.
inline constexpr std::string_view kNoSandbox =
    "bubblewrap does not work here: foreign files are read by processes with limits on time, memory and "
    "system "
    "calls only, which could read what the server may read.";
inline constexpr std::string_view kSandboxCure =
    "Install bubblewrap and permit user namespaces (docs/operator.md, \"Sandbox\").";

/// Logs a warning where bubblewrap does not work. Throws base::Error "imaging.no_sandbox" there if the
/// settings demand it.
void check_sandbox(const ImagingSettings& settings, imaging::sandbox::Isolation isolation);

}  // namespace medal::cli
