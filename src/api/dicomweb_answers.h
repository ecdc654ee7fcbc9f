// What the tables of DICOMweb's routes share: addresses, words of refusal, how answers are kept.
#pragma once

#include "base/random.h"
#include "http/response.h"

#include <string>
#include <string_view>

namespace medal::api {

inline constexpr const char* kDicomwebRights =
    "who may see the images of the case; for others they do not exist";
inline constexpr const char* kStudyPath = "/dicomweb/studies/{study}";
inline constexpr const char* kSeriesPath = "/dicomweb/studies/{study}/series/{series}";
inline constexpr const char* kInstancePath = "/dicomweb/studies/{study}/series/{series}/instances/{instance}";

/// What one person may see is not kept for the next at the same browser.
http::Response kept_private(http::Response response);

/// Error{unsupported, "http.not_acceptable"} (406) with what to do about it.
[[noreturn]] void throw_not_acceptable(std::string message, std::string hint);

/// Random, so that it cannot occur in the data.
std::string boundary_for(base::Random& random);

}  // namespace medal::api
