#include "cli/sandbox_check.h"

#include "base/error.h"
#include "base/log.h"

#include <string>

namespace medal::cli {

void check_sandbox(const ImagingSettings& settings, imaging::sandbox::Isolation isolation) {
    if (isolation == imaging::sandbox::Isolation::bubblewrap) return;
    if (settings.require_sandbox) {
        throw base::Error{
            base::ErrorKind::unavailable,
            "imaging.no_sandbox",
            "The settings demand a sandbox for foreign files, and bubblewrap does not work here.",
            {.field = "imaging.require_sandbox", .hint = std::string{kSandboxCure}, .detail = {}}};
    }
    base::log_warning("imaging.no_sandbox",
                      {{"message", std::string{kNoSandbox}}, {"cure", std::string{kSandboxCure}}});
}

}  // namespace medal::cli
