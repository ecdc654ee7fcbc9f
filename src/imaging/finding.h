// What was seen in a file that a person or a program should know. A finding never holds text from the file.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging {

enum class Severity { info, warning, error };
BOOST_DESCRIBE_ENUM(Severity, info, warning, error)

/// `code` is stable ("dicom.depth"); `message` is for the person. An error refuses the file.
struct Finding {
    Severity severity = Severity::info;
    std::string code;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (severity, code, message))

using Findings = std::vector<Finding>;

inline bool refuses(const Findings& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.severity == Severity::error; });
}

inline Finding refusal(std::string code, std::string message) {
    return {Severity::error, std::move(code), std::move(message)};
}
inline Finding warning(std::string code, std::string message) {
    return {Severity::warning, std::move(code), std::move(message)};
}
inline Finding note(std::string code, std::string message) {
    return {Severity::info, std::move(code), std::move(message)};
}

/// Throws base::Error "imaging.refused" with the message of the last finding that refuses the file; there
/// must be one.
[[noreturn]] void throw_refused(const Findings& findings);
/// The same, if there is one.
void require_accepted(const Findings& findings);

}  // namespace medal::imaging
