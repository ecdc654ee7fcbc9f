// Whether a recognised line identifies somebody.
#pragma once

#include "imaging/burned_in/text_scan.h"

#include <string_view>

namespace medal::imaging::burned_in {

TextClass classify(std::string_view line, const deid::Identifiers& identifiers);

}  // namespace medal::imaging::burned_in
